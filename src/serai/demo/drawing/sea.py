"""By the water: a dhow on scalloped waves, and a harbour city at dusk."""

import math
import random

from serai.demo.drawing.canvas import (
    LAPIS,
    PAPER,
    SAFFRON,
    TERRACOTTA,
    Canvas,
    Colour,
    Point,
    bezier,
    mix,
    outline,
    placed,
    rolling,
)


def dhow(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#e6a532")
    for radius in (300, 240):
        canvas.halo(430, 400, radius, "#f6d58c", 0.3)
    canvas.disc(430, 400, 178, "#fbf0d6")
    for base, height, tone in ((505, 34, "#d78f35"), (540, 22, "#c1713a")):
        canvas.below(rolling(rng, base, height), tone)
    for x, y, size in ((170, 180, 1.0), (250, 235, 0.7), (320, 150, 0.55), (1290, 210, 0.8)):
        _gull(canvas, (x, y), size)
    rows = 15
    for row in range(rows):
        depth = row / (rows - 1)
        if row == 2:
            _ship(canvas, (300, 600), 0.2, "#7a4a34")
        if row == 6:
            _ship(canvas, (905, 718), 1.0, "#f8eed8")
        radius = 22 + 62 * depth**1.15
        _scallops(canvas, rng, 572 + 430 * depth**1.25, radius, row)


def _gull(canvas: Canvas, at: Point, size: float) -> None:
    wing = [(-46, -10), (-24, -22), (0, 0), (24, -22), (46, -10), (24, -15), (0, 9), (-24, -15)]
    left = outline([wing[0], wing[1], wing[2]], False) + outline([wing[6], wing[7], wing[0]], False)
    right = [(-x, y) for x, y in left]
    for shape in (left, right):
        canvas.poly(placed(shape, at[0], at[1], size), "#5b3a2c")


def _scallops(canvas: Canvas, rng: random.Random, y: float, radius: float, row: int) -> None:
    """One row of waves, each a nest of rings, half a step off its neighbours."""
    tones = ("#0f2a5c", "#f3ead4", LAPIS, "#8db7dd", "#12305f", "#5f93c9", "#f3ead4", LAPIS)
    step = radius * 1.86
    half_step = (row % 2) * step / 2
    x = 750 + half_step - step * (math.ceil(750 / step) + 1)
    while x < 1500 + step:
        lift = rng.uniform(-0.05, 0.05) * radius
        for ring, share in enumerate((1.0, 0.93, 0.80, 0.62, 0.54, 0.36, 0.18)):
            tone = tones[ring]
            if ring == 2:
                tone = rng.choice((LAPIS, LAPIS, "#1f5590", "#2a68a0", "#1d6a7d"))
            canvas.disc(x, y + radius * 0.4 + lift, radius * share, tone)
        x += step


def _ship(canvas: Canvas, at: Point, size: float, cloth: Colour) -> None:
    """A dhow under two lateen sails that heads left, high at the stern."""
    x, y = at
    wood, dark = "#5a2a1c", "#2a1420"

    def at_sea(points: list[Point]) -> list[Point]:
        return placed(points, x, y, size)

    canvas.line(at_sea([(-40, -40), (-28, -420)]), dark, 11 * size)
    canvas.line(at_sea([(190, -60), (204, -300)]), dark, 9 * size)
    _sail(canvas, at, size, ((-292, -150), (92, -560), (118, -92)), cloth)
    _sail(canvas, at, size, ((46, -150), (282, -392), (310, -112)), mix(cloth, TERRACOTTA, 0.16))
    hull = [
        *bezier((-430, -122), (-330, -60), (-120, -30), (60, -38)),
        *bezier((60, -38), (170, -42), (270, -70), (352, -128)),
        *bezier((352, -128), (372, -60), (330, 20), (260, 66)),
        *bezier((260, 66), (60, 96), (-150, 86), (-262, 48)),
        *bezier((-262, 48), (-340, 10), (-390, -60), (-430, -122)),
    ]
    canvas.poly(at_sea(hull), wood)
    belt = [
        *bezier((-408, -92), (-310, -34), (-120, 0), (60, -8)),
        *bezier((60, -8), (180, -12), (280, -44), (358, -92)),
        *bezier((357, -76), (280, -26), (180, 8), (60, 12)),
        *bezier((60, 12), (-120, 20), (-300, -10), (-397, -76)),
    ]
    canvas.poly(at_sea(belt), SAFFRON)
    for drop in (34, 56):
        plank = bezier(
            (-380 + drop, -92 + drop * 1.6), (-200, drop), (120, drop + 4), (346, -100 + drop * 1.7)
        )
        canvas.line(at_sea(plank), dark, 2.4 * size)
    canvas.line(at_sea([(-430, -122), (-500, -168)]), dark, 9 * size)
    for px in (-130, -70, 10, 90, 140):
        canvas.disc(x + px * size, y - 62 * size, 12 * size, dark)
        canvas.poly(at_sea([(px - 15, -32), (px - 11, -52), (px + 11, -52), (px + 15, -32)]), LAPIS)


def _sail(
    canvas: Canvas, at: Point, size: float, corners: tuple[Point, Point, Point], cloth: Colour
) -> None:
    """A three-cornered sail on its yard, full of wind, with its seams."""
    tack, peak, clew = corners
    belly = 0.34 * math.dist(peak, clew)
    leech = bezier(
        peak,
        (peak[0] + belly, peak[1] + belly),
        (clew[0] + belly * 0.8, clew[1] - belly * 0.7),
        clew,
    )
    foot = bezier(
        clew, (clew[0] - belly * 0.5, clew[1] + 26), (tack[0] + belly, tack[1] + 40), tack
    )
    canvas.poly(placed([*leech, *foot, tack], *at, size), cloth)
    luff = [
        (peak[0] + (tack[0] - peak[0]) * i / 24, peak[1] + (tack[1] - peak[1]) * i / 24)
        for i in range(25)
    ]
    dark = [
        (lx + (fx - lx) * 0.30, ly + (fy - ly) * 0.30)
        for (lx, ly), (fx, fy) in zip(luff, leech, strict=True)
    ]
    canvas.poly(placed([*luff, *reversed(dark)], *at, size), mix(cloth, "#8a5a30", 0.2))
    for share in (0.3, 0.48, 0.66, 0.84):
        seam = [
            (lx + (fx - lx) * share, ly + (fy - ly) * share)
            for (lx, ly), (fx, fy) in zip(luff, leech, strict=True)
        ]
        canvas.line(
            placed(outline([*seam[::6], foot[int(24 * (1 - share))]], False), *at, size),
            mix(cloth, "#7a4a28", 0.5),
            2.6 * size,
        )
    long = 1.06
    yard = [
        (peak[0] + (tack[0] - peak[0]) * long, peak[1] + (tack[1] - peak[1]) * long),
        (tack[0] + (peak[0] - tack[0]) * long, tack[1] + (peak[1] - tack[1]) * long),
    ]
    canvas.line(placed(yard, *at, size), "#2a1420", 9 * size)


def harbour(canvas: Canvas, rng: random.Random) -> None:
    sky = ("#5a3558", "#8a4455", "#b85c4c", "#d9804a", "#ecab55", "#f3cd86")
    for band, tone in enumerate(sky):
        canvas.below(rolling(rng, -40 + band * 104, 12, 2), tone)
    canvas.disc(985, 560, 150, mix("#f3cd86", "#fff4d4", 0.75))
    for base, height, tone in ((545, 60, "#c77f5c"), (590, 46, "#a4574f")):
        canvas.below(rolling(rng, base, height), tone)
    for layer, tone in enumerate(("#7d3f52", "#4d2c50", "#22244f")):
        _skyline(canvas, rng, layer, tone)
    _water(canvas, rng)
    for x, y, size in ((310, 800, 1.0), (1210, 868, 1.5), (760, 745, 0.55)):
        _junk(canvas, (x, y), size)


def _skyline(canvas: Canvas, rng: random.Random, layer: int, tone: str) -> None:
    """Towers of one distance; the nearer, the darker and the fuller of lit windows."""
    x = -30.0
    low, high = ((110, 330), (80, 280), (50, 190))[layer]
    while x < 1530:
        width = rng.uniform(44, 92) + layer * 8
        middle = 1 - abs(x - 560) / 1000 if layer < 2 else 0.9 - 0.5 * (700 < x < 1250)
        tall = max(36.0, rng.uniform(low, high) * max(0.25, middle))
        top = 690 - tall
        canvas.rect(x, top, width, tall + 10, tone)
        canvas.rect(x + width * 0.62, top, width * 0.38, tall + 10, mix(tone, "#140f2c", 0.28))
        _crown(canvas, rng, (x, top), width, tone)
        _lights(canvas, rng, (x, top), (width, tall), layer)
        x += width + rng.choice((0, 3, 10, 26))


def _crown(canvas: Canvas, rng: random.Random, corner: Point, width: float, tone: Colour) -> None:
    x, y = corner
    kind = rng.randrange(6)
    if kind == 0:
        canvas.poly([(x, y + 1), (x + width, y + 1), (x + width, y - width * 0.45)], tone)
    elif kind == 1:
        canvas.rect(x + width * 0.2, y - 16, width * 0.6, 18, tone)
        canvas.line([(x + width / 2, y - 14), (x + width / 2, y - 62)], tone, 3.5)
    elif kind == 2:
        canvas.oval(x + width / 2, y + 1, width / 2, width * 0.42, tone)
        canvas.line([(x + width / 2, y - 10), (x + width / 2, y - width * 0.42 - 24)], tone, 3.5)
    elif kind == 3:
        canvas.rect(x + width * 0.12, y - 12, width * 0.28, 14, tone)


def _lights(
    canvas: Canvas, rng: random.Random, corner: Point, size: tuple[float, float], layer: int
) -> None:
    glow = ("#c9805c", "#eeb158", "#f7cf7d")[layer]
    pitch = 13 + layer * 1.5
    columns, rows = int((size[0] - 10) // pitch), int((size[1] - 18) // (pitch + 3))
    inset = (size[0] - columns * pitch + 5) / 2
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.34 + 0.08 * layer:
                left, top = corner[0] + inset + column * pitch, corner[1] + 14 + row * (pitch + 3)
                canvas.rect(left, top, pitch - 6, pitch - 4, glow)


def _water(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 686, 1500, 320, "#2b2a57")
    canvas.rect(0, 684, 1500, 8, "#171a3d")
    for row in range(46):
        y = 698 + row * 6.8
        near = row / 45
        for _ in range(9):
            x = rng.uniform(0, 1500)
            half = rng.uniform(12, 46) * (0.6 + near)
            tone = rng.choice(("#3d3768", "#4d3f70", "#1e2049", "#1e2049", "#74466a"))
            canvas.line([(x - half, y), (x + half, y)], tone, 2 + 1.6 * near)
        half = rng.uniform(30, 128) * (1 - near * 0.45)
        x = 985 + rng.uniform(-34, 34)
        canvas.line(
            [(x - half, y), (x + half, y)],
            rng.choice(("#f3cd86", "#ecab55", "#e08c4c")),
            2.2 + 1.6 * near,
        )
        for _ in range(3 if row < 18 else 1):
            x = rng.uniform(0, 1500)
            canvas.line([(x - 9, y), (x + 9, y)], rng.choice(("#eeb158", "#c9805c")), 2)


def _junk(canvas: Canvas, at: Point, size: float) -> None:
    """A boat with battened sails and its lamp."""
    x, y = at
    hull = [(-118, -34), (-84, -20), (70, -20), (122, -48), (104, 14), (-84, 16)]
    canvas.oval(x, y + 18 * size, 130 * size, 9 * size, "#15163a")
    for foot, tall, wide in ((-34, 206, 82), (56, 150, 58)):
        mast = placed([(foot, -18), (foot, -tall - 22)], x, y, size)
        canvas.line(mast, "#140f2c", 5 * size)
        sail = [
            (foot - 14, -34),
            (foot - 22, -tall + 24),
            (foot - 6, -tall - 12),
            (foot + wide * 0.7, -tall + 18),
            (foot + wide, -tall * 0.55),
            (foot + wide * 0.84, -34),
        ]
        canvas.poly(placed(sail, x, y, size), TERRACOTTA)
        canvas.poly(placed([sail[0], sail[1], sail[2], (foot + 8, -36)], x, y, size), "#7d3028")
        for k in range(1, 5):
            level = -34 - (tall - 30) * k / 5
            canvas.line(
                placed([(foot - 20, level), (foot + wide * 0.93, level - 6)], x, y, size),
                "#5f2424",
                3 * size,
            )
    canvas.poly(placed(hull, x, y, size), "#140f2c")
    canvas.line(placed([(-104, -16), (112, -24)], x, y, size), SAFFRON, 4 * size)
    canvas.disc(x - 96 * size, y - 48 * size, 7 * size, PAPER)
    canvas.halo(x - 96 * size, y - 48 * size, 20 * size, SAFFRON, 0.35)
