"""Tell people: notices in the browser, and by mail where a mail server is set."""
