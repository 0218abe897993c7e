"""Long work in the Admin: the list, the page of one with its progress, and what came out of it."""
