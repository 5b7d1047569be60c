"""Finds whom the rota can let go, and says why others stay: pure, but for the worker process around it."""
