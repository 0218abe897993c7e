"""Data sets of others in the layout of openESM: a table of moments, and what its columns mean."""
