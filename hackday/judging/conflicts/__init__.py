"""Who must not judge whom: derived from what is known, declared by the judge, or set by an organiser."""
