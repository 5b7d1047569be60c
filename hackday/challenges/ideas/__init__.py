"""Ideas of employees: proposed, liked, discussed, adopted."""
