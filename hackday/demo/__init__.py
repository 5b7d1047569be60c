"""An invented company and its hack day, played up to live judging, so that a newcomer sees a day under way."""
