"""`make demo`: people, posts and conversations for a running board."""
