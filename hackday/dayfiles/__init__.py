"""The whole day as files: what was planned and written, without people, teams and what happened."""
