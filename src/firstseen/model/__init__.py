"""The vocabulary every other folder speaks: frozen values without input or output."""
