"""Comments below a post: flat, the oldest first."""
