"""The steps; a released one is never edited."""
