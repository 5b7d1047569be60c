"""Keys with which a program acts for a person, within one scope."""
