"""How well claims are read, matched and judged."""
