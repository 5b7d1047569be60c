"""Know people: the company's staff, their sign-in and their sessions."""
