"""The audit trail in the Admin: what goes into it from there, and how it is read."""
