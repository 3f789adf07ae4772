"""What a request for a page brings: its cookies, its form, who sent it, and whether it comes from a page of the board."""
