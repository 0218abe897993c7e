"""Deliverability before the launch: the sending domain's records, a test mail, the limits."""
