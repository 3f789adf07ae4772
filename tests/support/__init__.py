"""What tests share: the board that they ask, its people, its database, and servers that misbehave on purpose."""
