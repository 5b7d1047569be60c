"""What judges are asked: criteria with weights and anchors, for the day, a track or a challenge, in versions."""
