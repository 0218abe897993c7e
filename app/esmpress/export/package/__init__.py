"""What stands around the data of a package, so that nobody has to ask what it is."""
