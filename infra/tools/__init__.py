"""Tools whose pins are no part of the project's own: each in an environment of its own, made when it is first used."""
