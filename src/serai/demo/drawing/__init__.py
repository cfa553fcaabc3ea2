"""Pictures for the demo issue, drawn by code: flat landscapes and patterns in the house colours.

Rooms: canvas (page, shapes, curves); scenes in courtyard, desert, highland, hills, meadow, night,
ornament, river, sea, table, town, weaving.
"""

import random
from collections.abc import Callable

from PIL import Image

from serai.demo.drawing import (
    courtyard,
    desert,
    highland,
    hills,
    meadow,
    night,
    ornament,
    river,
    sea,
    table,
    town,
    weaving,
)
from serai.demo.drawing.canvas import PAPER, Canvas

_PAINTERS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "saxaul": desert.saxaul,
    "caravan": desert.caravan,
    "trails": night.trails,
    "lanterns": night.lanterns,
    "peaks": highland.peaks,
    "tiles": ornament.tiles,
    "dhow": sea.dhow,
    "harbour": sea.harbour,
    "terraces": hills.terraces,
    "viaduct": hills.viaduct,
    "caravanserai": courtyard.caravanserai,
    "tea": table.tea,
    "steppe": meadow.steppe,
    "orchard": meadow.orchard,
    "cranes": meadow.cranes,
    "volcano": meadow.volcano,
    "delta": river.delta,
    "reef": river.reef,
    "palms": river.palms,
    "bazaar": town.bazaar,
    "pagoda": town.pagoda,
    "kites": town.kites,
    "dome": town.dome,
    "carpet": weaving.carpet,
}

SCENES: tuple[str, ...] = tuple(_PAINTERS)


def draw(name: str, width: int = 1800) -> Image.Image:
    """The scene as an RGB picture, three by two; the same name gives the same picture."""
    if name not in _PAINTERS:
        raise KeyError(f"no scene named {name!r}; there are {', '.join(SCENES)}")
    canvas = Canvas(width, PAPER)
    _PAINTERS[name](canvas, random.Random(name))  # noqa: S311 - a drawing, not a secret
    return canvas.finished()
