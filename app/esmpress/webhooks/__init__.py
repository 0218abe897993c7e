"""Tells researchers' programs what happens in a study: signed posts, kept until they are taken."""
