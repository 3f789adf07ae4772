"""What the stack needs round the functions, and what runs Heed on one's own machine."""
