"""Comments: the talk below a post, flat, oldest first."""
