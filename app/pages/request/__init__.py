"""What a request for a page brings: its cookies, its form, who sent it, and from where."""
