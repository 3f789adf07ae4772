"""The board as people see it: pages that the server makes, complete without a script."""
