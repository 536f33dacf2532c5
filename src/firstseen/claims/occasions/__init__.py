"""Words become events: kinds of them, known ones with their dates, and what is no real event at all."""
