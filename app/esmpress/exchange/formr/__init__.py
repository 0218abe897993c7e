"""Imports the item tables of formr (Arslan et al., 2020, https://doi.org/10.3758/s13428-019-01236-y)."""
