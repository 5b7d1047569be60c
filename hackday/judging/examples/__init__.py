"""The example that every judge scores before the first project, so that all begin with the same idea of a 7."""
