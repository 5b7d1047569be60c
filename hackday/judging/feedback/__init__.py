"""What judges wrote, for the team they wrote it about, after the reveal."""
