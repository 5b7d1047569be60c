"""Files of a challenge: data to work with, pictures, slides."""
