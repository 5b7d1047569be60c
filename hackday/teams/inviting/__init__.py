"""Invitations: signed links into a team, for one person or for whoever uses one first."""
