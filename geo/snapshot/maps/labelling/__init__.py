"""Where the labels of a map stand: beside their symbols, or at the end of a short straight leader line.

Every label has slots around its symbol, each at a cost. Labels are placed one after the other in their cheapest free
slot, those with the least room first; a label may push one other label to another slot. Symbols in a crowd have their
labels in columns beside it. All of it is arithmetic, without chance and without a clock, so a page comes out the same
every time.
"""

from geo.snapshot.maps.labelling.asked import Choice, Placed, Wanted
from geo.snapshot.maps.labelling.placing import ENOUGH, place_labels

__all__ = ["ENOUGH", "Choice", "Placed", "Wanted", "place_labels"]
