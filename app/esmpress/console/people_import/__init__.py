"""Importing people in the Admin: upload, columns, preview, import, undo."""
