"""Prometheus and Alertmanager beside the stack."""
