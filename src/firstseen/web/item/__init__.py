"""What the page of a case shows, as plain values: the templates only place them."""
