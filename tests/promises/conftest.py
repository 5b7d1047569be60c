from tests.promises.launcher import own, place, shelf, variant

__all__ = ["own", "place", "shelf", "variant"]
