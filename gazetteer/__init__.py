"""Builds the gazetteer that firstseen ships; not part of what is installed."""
