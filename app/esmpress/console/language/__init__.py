"""The language of the Admin: each researcher's own."""
