"""Studies and questionnaires in files: written, read, and checked before anything is kept."""
