"""The baseline: users, posts and votes as tutorials write them on this stack. It is what Heed is compared with."""
