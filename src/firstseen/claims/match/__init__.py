"""A claim finds the published fact-checks of the same claim, in either language."""
