"""A claim is held against the history of its footage: findings by named rules, then a proposed rating."""
