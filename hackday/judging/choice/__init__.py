"""The people's choice: one ballot per person and category, hidden until the reveal."""
