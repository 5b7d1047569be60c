"""A judge stood before an empty table: another time, and after three such visits the organiser is asked."""
