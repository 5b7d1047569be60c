"""Announcements: to everybody of a day, or to the teams of a challenge."""
