"""Words become places: the table of places, what names them, and which of several is meant."""
