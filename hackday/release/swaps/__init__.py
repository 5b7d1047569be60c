"""Open shifts: asked for, taken, confirmed, and stepped back from."""
