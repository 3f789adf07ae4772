"""Tags: what a post is about, for everybody or for staff."""
