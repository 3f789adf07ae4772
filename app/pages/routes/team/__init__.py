"""What the team does with a post, from the page that everybody sees."""
