"""Dry land: a saxaul grove before a low sun, and a caravan on the dunes."""

import math
import random
from itertools import pairwise

from PIL import ImageColor

from serai.demo.drawing.canvas import (
    PAPER,
    SAFFRON,
    SAND,
    TERRACOTTA,
    Canvas,
    Colour,
    Curve,
    Point,
    mix,
    outline,
    placed,
    rolling,
    through,
    trace,
)

CAMEL = outline(
    [
        (-46, -54), (-40, -63), (-29, -67), (-20, -86), (-12, -84), (-5, -67), (3, -66),
        (10, -86), (18, -84), (25, -64), (33, -57), (40, -60), (45, -74), (47, -90), (52, -96),
        (62, -92), (67, -87), (64, -83), (54, -82), (52, -70), (48, -52), (38, -42), (24, -37),
        (-10, -36), (-30, -39), (-42, -43),
    ]
)  # fmt: skip
CAMEL_LEGS: tuple[tuple[Point, Point, Point], ...] = (
    ((-38, -46), (-44, -22), (-38, 0)),
    ((-31, -42), (-26, -20), (-29, 0)),
    ((27, -44), (23, -22), (18, 0)),
    ((36, -44), (40, -22), (44, 0)),
)


def camel(canvas: Canvas, foot: Point, size: float, colour: Colour, load: Colour) -> None:
    """A Bactrian camel that walks right (left if the size is negative), with its load."""
    x, y = foot
    canvas.poly(placed(CAMEL, x, y, size), colour)
    for leg in CAMEL_LEGS:
        hip, knee, hoof = placed(leg, x, y, size)
        canvas.taper(hip, knee, (11 * abs(size), 5.5 * abs(size)), colour)
        canvas.taper(knee, hoof, (5.5 * abs(size), 4.5 * abs(size)), colour)
    tail = placed(outline([(-45, -54), (-52, -44), (-51, -32)], closed=False), x, y, size)
    canvas.line(tail, colour, 2.6 * abs(size))
    pack = outline([(-7, -70), (5, -70), (12, -58), (9, -44), (-8, -43), (-13, -57)])
    canvas.poly(placed(pack, x, y, size), load)


def walker(canvas: Canvas, foot: Point, size: float, colour: Colour) -> None:
    """A driver in a long robe with a staff."""
    x, y = foot
    robe = [(-9, 0), (-6, -34), (-8, -46), (-3, -54), (4, -54), (8, -44), (7, -30), (12, 0)]
    canvas.poly(placed(robe, x, y, size), colour)
    canvas.poly(placed([(-7, -60), (0, -71), (8, -60)], x, y, size), colour)
    canvas.disc(x, y - 59 * abs(size), 6 * abs(size), colour)
    staff = placed([(19, 0), (16, -62)], x, y, size)
    canvas.line(staff, colour, 2.4 * abs(size))
    canvas.line(placed([(4, -44), (17, -38)], x, y, size), colour, 4 * abs(size))


def saxaul(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, SAND)
    canvas.disc(1010, 455, 262, mix(SAND, SAFFRON, 0.28))
    canvas.disc(1010, 455, 222, SAFFRON)
    soils = ("#cf8343", "#b9562f", "#8a3f38", "#4c2c43", "#1c1f3d", "#0f1a33")
    for i, (colour, base) in enumerate(zip(soils, (470, 548, 640, 735, 838, 925), strict=True)):
        edge = rolling(rng, base, 26 - i * 2, 3)
        canvas.below(edge, colour)
        _furrows(canvas, rng, edge, 9 + i, mix(colour, "#f2c98a", 0.30 - 0.03 * i))
        if i in (1, 2, 3):
            _grove(canvas, rng, edge, i)
    _tree(canvas, rng, (425, 935), 0.92, "#0f1a33")
    _tree(canvas, rng, (1330, 945), 0.5, "#0f1a33")


def _furrows(canvas: Canvas, rng: random.Random, edge: Curve, gap: float, colour: Colour) -> None:
    """Thin lines that follow the ground, broken here and there."""
    for row in range(1, 14):
        sway = rolling(rng, 0, 4, 2)
        x = rng.uniform(-200, 0)
        while x < 1500:
            end = x + rng.uniform(180, 620)
            points = [(px, edge(px) + row * gap + sway(px)) for px, _ in trace(edge, x, end)]
            canvas.line(points, colour, 1.5)
            x = end + rng.uniform(12, 60)


def _grove(canvas: Canvas, rng: random.Random, edge: Curve, row: int) -> None:
    colour = ("", "#7c3530", "#522a3c", "#231f3d")[row]
    for _ in range((0, 9, 8, 5)[row]):
        x = rng.uniform(640, 1480) if row == 3 else rng.uniform(20, 1480)
        size = (0, 0.1, 0.17, 0.3)[row] * rng.uniform(0.8, 1.2)
        _tree(canvas, rng, (x, edge(x) + 8 + 10 * row), size, colour)


def _tree(canvas: Canvas, rng: random.Random, foot: Point, size: float, colour: Colour) -> None:
    """Several twisted stems out of one root, fine twigs at the top."""
    depth = 8 if size > 0.6 else 7 if size > 0.25 else 5
    x, y = foot
    for lean in (-0.62, -0.22, 0.16, 0.58):
        angle = -math.pi / 2 + lean + rng.uniform(-0.08, 0.08)
        length = 128 * size * rng.uniform(0.9, 1.15)
        _branch(canvas, rng, (x + lean * 16 * size, y), (angle, length, 40 * size), depth, colour)
    root = [(-70, 12), (-30, -6), (-14, -46), (16, -46), (34, -6), (78, 12), (0, 20)]
    canvas.poly(outline(placed(root, x, y, size)), colour)


def _branch(
    canvas: Canvas,
    rng: random.Random,
    start: Point,
    limb: tuple[float, float, float],
    depth: int,
    colour: Colour,
) -> None:
    angle, length, width = limb
    bend = rng.uniform(-0.22, 0.22)
    middle = (
        start[0] + math.cos(angle + bend) * length * 0.5,
        start[1] + math.sin(angle + bend) * length * 0.5,
    )
    end = (
        middle[0] + math.cos(angle - bend) * length * 0.5,
        middle[1] + math.sin(angle - bend) * length * 0.5,
    )
    canvas.taper(start, middle, (width, width * 0.85), colour)
    canvas.taper(middle, end, (width * 0.85, width * 0.7), colour)
    if depth == 0:
        return
    turns = [-rng.uniform(0.25, 0.55), rng.uniform(0.25, 0.55)]
    if depth in (2, 5):
        turns.append(rng.uniform(-0.15, 0.15))
    for turn in turns:
        upward = angle + turn + (-math.pi / 2 - angle - turn) * 0.10
        child = (upward, length * rng.uniform(0.7, 0.86), max(1.1, width * 0.66))
        _branch(canvas, rng, end, child, depth - 1, colour)


def caravan(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f3e3c3")
    canvas.disc(335, 300, 200, mix("#f3e3c3", SAFFRON, 0.22))
    canvas.disc(335, 300, 150, SAFFRON)
    canvas.below(through([(0, 430), (300, 395), (640, 445), (1060, 345), (1500, 420)]), "#e9c88f")
    canvas.below(through([(0, 470), (420, 470), (900, 415), (1500, 500)]), "#deb273")
    _dune(canvas, rng, [(-40, 560), (300, 535), (700, 380), (1500, 620)], "#dd9f55", "#c4743a")
    _dune(canvas, rng, [(-40, 470), (140, 452), (620, 610), (1540, 600)], "#cf8343", "#a8482a")
    crest = through([(-40, 720), (380, 690), (980, 560), (1540, 700)])
    _procession(canvas, crest)
    _dune(canvas, rng, [(-40, 720), (380, 690), (980, 560), (1540, 700)], "#c26a38", "#8a3a2c")
    _dune(canvas, rng, [(-40, 690), (260, 742), (800, 830), (1540, 760)], "#8f3c2c", "#642a2e")
    _dune(canvas, rng, [(-40, 930), (500, 925), (1150, 830), (1540, 890)], "#5a2730", "#3a1d2f")


def _dune(canvas: Canvas, rng: random.Random, crest: list[Point], lit: str, shade: str) -> None:
    """A lit slope with wind ripples and, beyond the winding ridge, the shaded slope."""
    edge = through(crest)
    canvas.below(edge, lit)
    top = min(crest[1:-1], key=lambda point: point[1])
    ripple = mix(lit, PAPER, 0.07 + 0.17 * sum(ImageColor.getrgb(lit)) / 765)
    for row in range(1, 17):
        lift = 9 * row + row * row * 0.55
        sway = rolling(rng, 0, 5, 3)
        start = top[0] - rng.uniform(700, 1300)
        points = [(x, edge(x) + lift + sway(x)) for x, _ in trace(edge, start, top[0] + 40)]
        canvas.line(points, ripple, 1.6)
    bends = ((26, 34), (72, 92), (20, 172), (130, 262), (104, 372), (260, 520))
    swing, drop = rng.uniform(0.75, 1.5), rng.uniform(0.8, 1.25)
    ridge = outline([top, *((top[0] + x * swing, top[1] + y * drop) for x, y in bends)], False)
    slope = trace(edge, top[0], 1540)
    canvas.poly([*ridge, (1540, 1040), *reversed(slope)], shade)


def _procession(canvas: Canvas, crest: Curve) -> None:
    ink, loads = "#2b1a2c", (TERRACOTTA, "#1b4585", SAFFRON, "#2f7267", TERRACOTTA)
    heads: list[Point] = []
    for i, load in enumerate(loads):
        x = 560 + i * 128.0
        camel(canvas, (x, crest(x) + 6), 0.86, ink, load)
        heads.append((x, crest(x)))
    for (x0, y0), (x1, y1) in pairwise(heads):
        rope = [(x0 + 55, y0 - 72), ((x0 + x1) / 2 + 12, (y0 + y1) / 2 - 44), (x1 - 38, y1 - 50)]
        canvas.line(outline(rope, closed=False), ink, 1.6)
    x = 560 + len(loads) * 128.0 - 18
    walker(canvas, (x, crest(x) + 5), 0.86, ink)
    canvas.line([(x - 56, crest(x - 56) - 62), (x - 2, crest(x) - 32)], ink, 1.6)
