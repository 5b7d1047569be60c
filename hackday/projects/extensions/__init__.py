"""More time for one team, with a reason that its judges read."""
