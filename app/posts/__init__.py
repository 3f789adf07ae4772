"""Posts: the ideas of a board."""
