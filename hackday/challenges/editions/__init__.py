"""Editions: what readers saw of a challenge from a moment on, and what a change did to it."""
