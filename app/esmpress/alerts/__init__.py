"""Alerts to coordinators: what is watched, what was found, and who is told."""
