"""Build: what a team hands in."""
