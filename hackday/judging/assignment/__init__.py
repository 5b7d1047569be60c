"""Who judges what, and when: planned, looked at, then published."""
