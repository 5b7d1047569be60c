"""Teams for those who are still without one."""
