"""Tries backups and restores of the production stack in Docker, see docs/operations/backups.md."""
