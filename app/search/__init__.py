"""Search: by words, by the beginning of words, and by likeness."""
