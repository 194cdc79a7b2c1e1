"""Pictures for pages that have no photograph: strip fields around a common, seen from above.

``draw(kind, seed, width, height)`` gives an SVG document as text. The same arguments give the same
picture on every machine. No style attributes, no scripts: safe under a strict content policy.

How a picture is built (the name mark has the same plan):

1. a quadrilateral is the common; its four sides, each prolonged one way, make a pinwheel of four fields
2. each field is cut into blocks, each block into strips of uneven width (a Gewannflur)
3. a slow wave bends every line, so that nothing looks drawn with a ruler
4. what stands on the common tells the kind: table, roofs, people, saplings, counted dots, a spring
"""

from core.pictures.palette import KINDS
from core.pictures.sheet import draw
from core.pictures.views import SIZES, picture

__all__ = ["KINDS", "SIZES", "draw", "picture"]
