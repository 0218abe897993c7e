"""The page that shows how a running study goes."""
