"""Whom a free judge visits next, and what judges do right now."""
