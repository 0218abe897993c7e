"""Setting a study up: how far it is, and designs to begin with."""
