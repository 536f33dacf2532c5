"""The grammar of written dates, in layers: words, text, numbers and months, forms, ranges, what is told, days."""
