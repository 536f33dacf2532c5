"""Words become actors: the lists of names, names on no list, and who acts on whom."""
