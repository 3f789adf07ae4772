"""What the courier asks for: the outbox function's commands, over all kinds of work that it is given."""
