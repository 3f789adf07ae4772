"""The tables, one a file, and what a row of each is read as: the ground that every feature stands on."""
