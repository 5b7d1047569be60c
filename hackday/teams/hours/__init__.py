"""When the members of a team work, each on the clock of their site, and when all of them do."""
