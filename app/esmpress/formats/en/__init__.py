"""English, day first and by 24 hours."""
