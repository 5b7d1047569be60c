"""Drafts that an assistant hands in with a key, for the sponsor to read and publish."""
