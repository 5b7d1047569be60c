"""Ask: what the company wants solved, from a sponsor's brief to the list that people choose from."""
