"""What goes out: the report of what was found."""
