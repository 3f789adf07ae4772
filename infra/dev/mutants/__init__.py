"""`make mutants`: each line is broken in turn, and some test has to notice."""
