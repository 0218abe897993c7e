"""Tests of acts on many participants at once."""
