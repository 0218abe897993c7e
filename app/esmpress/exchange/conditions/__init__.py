"""Conditions of other systems, read into one tree and written in the language of expressions."""
