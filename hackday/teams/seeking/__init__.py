"""Who looks for a team, and shows only what they chose."""
