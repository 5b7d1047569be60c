"""From the last score to the reveal: the judges' room, awards, an independent count, two people who confirm."""
