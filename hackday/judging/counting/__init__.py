"""How the official result is counted: chosen before judging starts, and sealed when it does."""
