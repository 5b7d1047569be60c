"""Plan a day and sign up for it: phases, roles, sign-ups."""
