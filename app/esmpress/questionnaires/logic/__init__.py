"""The expressions by which a questionnaire adapts. No Django, no clock, no kinds of items."""
