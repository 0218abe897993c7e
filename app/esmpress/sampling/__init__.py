"""The sampling engine: when each participant is asked. No Django, no database, no clock."""
