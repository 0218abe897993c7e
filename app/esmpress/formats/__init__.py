"""How dates are written where the Admin leaves it to Django: as on its other pages."""
