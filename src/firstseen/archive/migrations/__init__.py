"""How records.sqlite came to its present form, one step a file."""
