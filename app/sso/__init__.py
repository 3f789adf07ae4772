"""Single sign-on: the token in which the team's server says who somebody is, and whether to believe it."""
