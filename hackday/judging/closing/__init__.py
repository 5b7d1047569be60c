"""The end of scoring: a line in time, before the result is talked over and revealed."""
