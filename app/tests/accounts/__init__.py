"""Tests of who may log in, and of what they did."""
