"""Frees people from the rota for the hack day; nothing to do with software releases."""
