"""Importing people from a file: read, checked line by line, looked at, enrolled, and undone."""
