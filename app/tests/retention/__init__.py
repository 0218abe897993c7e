"""Tests of what goes by rule."""
