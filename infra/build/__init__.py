"""Building the folder that Lambda gets: dependencies, pruned, and Heed itself, all with bytecode."""
