"""Tests of the contact vault in the Admin."""
