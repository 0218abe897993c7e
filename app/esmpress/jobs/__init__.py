"""Long work: asked for on a page, done by a worker of its own, with a result that stays."""
