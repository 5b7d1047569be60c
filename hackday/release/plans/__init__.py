"""Runs the planner, keeps its plans and publishes them."""
