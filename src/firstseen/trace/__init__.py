"""Descriptors become a dated history: candidates, alignment, verification, timeline."""
