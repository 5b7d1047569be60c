"""Questions to those who ask a challenge, and their answers."""
