"""Join: teams, their members and captains."""
