"""Files of people: what they may be, where their bytes lie, how they are served, and how the forgotten ones go."""
