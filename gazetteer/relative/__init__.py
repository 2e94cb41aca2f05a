"""Places that a text tells from others: "28 miles north of Pristina", "near Peja", "between A and B"."""

from gazetteer.relative.locate import fits, locate
from gazetteer.relative.located import Located, geometry

__all__ = ["Located", "fits", "geometry", "locate"]
