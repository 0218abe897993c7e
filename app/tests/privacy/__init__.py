"""Tests of what is told of the processing of personal data."""
