"""A caption becomes a claim; a claim finds the fact-checks that were published about it."""
