"""Score: rubric, judges' assignments and score sheets."""
