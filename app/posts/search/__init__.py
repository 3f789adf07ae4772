"""Search: the words of posts, what is asked for, and which posts have it."""
