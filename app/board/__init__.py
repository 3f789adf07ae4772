"""The board itself: its name, look and languages, and who may join or read it."""
