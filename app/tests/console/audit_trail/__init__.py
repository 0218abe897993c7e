"""Tests of the audit trail as the Admin writes and shows it."""
