"""Writing questionnaires in the Admin: the outline of a draft, its items and pages, a preview."""
