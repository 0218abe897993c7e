"""Tests of the pages about what is held of people."""
