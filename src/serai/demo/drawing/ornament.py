"""A glazed wall: stars of twelve, six and four points, laced by one band."""

import math
import random
from collections.abc import Iterator

from serai.demo.drawing.canvas import SAFFRON, Canvas, Colour, Point, mix

EDGE = 118.0
CONTACT = math.radians(64)
BAND = "#f6ecd4"
GROUT = "#0d2145"
IN_SIX = EDGE * math.sqrt(3) / 2
IN_TWELVE = EDGE * (2 + math.sqrt(3)) / 2
STEP = 2 * IN_TWELVE + EDGE


def star(centre: Point, corners: int, turn: float, scale: float = 1.0) -> list[Point]:
    """The star that two rays from the middle of every edge of a regular tile enclose."""
    inradius = EDGE / (2 * math.tan(math.pi / corners))
    half = math.pi / corners
    inner = inradius * math.cos(CONTACT) / math.cos(CONTACT - half)
    if inner <= 0:
        inner = inradius * 0.4
    points = []
    for k in range(corners):
        for radius, angle in ((inradius, 2 * k * half), (inner, (2 * k + 1) * half)):
            a = turn + angle
            points.append(
                (centre[0] + radius * scale * math.cos(a), centre[1] + radius * scale * math.sin(a))
            )
    return points


def tiles(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#2f7f86")
    for centre in _centres():
        for where, corners, turn in _around(centre):
            if corners == 12:
                _gaps(canvas, rng, where)
                _twelve(canvas, rng, where)
            elif corners == 6:
                _six(canvas, rng, where)
            else:
                _four(canvas, rng, where, turn)
    for colour, width in ((GROUT, 20), (BAND, 12)):
        for ring in _lace():
            canvas.line(ring, colour, width)


def _centres() -> Iterator[Point]:
    for row in range(-1, 5):
        for column in range(-1, 5):
            yield 130 + (column + (row % 2) / 2) * STEP, 120 + row * STEP * math.sqrt(3) / 2


def _around(centre: Point) -> Iterator[tuple[Point, int, float]]:
    """The stars that belong to one knot of the net: the great one, three small, two middling."""
    x, y = centre
    yield centre, 12, 0.0
    for angle in (0.0, math.pi / 3, 2 * math.pi / 3):
        yield (x + STEP / 2 * math.cos(angle), y + STEP / 2 * math.sin(angle)), 4, angle
    reach = STEP / math.sqrt(3)
    for angle in (math.pi / 6, math.pi / 2):
        yield (x + reach * math.cos(angle), y + reach * math.sin(angle)), 6, math.pi / 6


def _lace() -> Iterator[list[Point]]:
    for centre in _centres():
        for where, corners, turn in _around(centre):
            points = star(where, corners, turn)
            yield [*points, points[0], points[1]]


def _glaze(rng: random.Random, colour: Colour) -> Colour:
    """No two tiles leave the kiln alike."""
    return mix(colour, rng.choice(("#0b1a3a", "#6fa3c8")), rng.uniform(0, 0.14))


def _gaps(canvas: Canvas, rng: random.Random, centre: Point) -> None:
    """The five-sided tiles between the stars, with a small flower in each."""
    reach = EDGE / (2 * math.sin(math.pi / 12))
    for k in range(12):
        angle = (2 * k + 1) * math.pi / 12
        x, y = centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)
        canvas.disc(x, y, 62, _glaze(rng, "#2f7f86"))
        for leaf in range(5):
            _petal(canvas, (x, y), angle + leaf * math.tau / 5, (5, 25), 6.5, "#9fd0c6")
        canvas.disc(x, y, 5.5, SAFFRON)


def _twelve(canvas: Canvas, rng: random.Random, centre: Point) -> None:
    canvas.poly(star(centre, 12, 0), _glaze(rng, "#1b4a95"))
    canvas.poly(star(centre, 12, 0, 0.80), "#7fb3d8")
    canvas.poly(star(centre, 12, 0, 0.765), _glaze(rng, "#12305f"))
    x, y = centre
    for k in range(12):
        _petal(canvas, centre, k * math.pi / 6, (62, 132), 17, "#f6ecd4")
        _petal(canvas, centre, k * math.pi / 6, (68, 126), 12, _glaze(rng, "#2f7f86"))
        angle = (k + 0.5) * math.pi / 6
        canvas.disc(x + 118 * math.cos(angle), y + 118 * math.sin(angle), 6.5, SAFFRON)
    canvas.disc(x, y, 62, BAND)
    canvas.disc(x, y, 57, _glaze(rng, "#1b4a95"))
    for k in range(12):
        _petal(canvas, centre, (k + 0.5) * math.pi / 6, (12, 54), 8.5, _glaze(rng, "#e3a22b"))
    canvas.disc(x, y, 15, BAND)
    canvas.disc(x, y, 10, "#a8482a")


def _petal(
    canvas: Canvas,
    centre: Point,
    angle: float,
    reach: tuple[float, float],
    half: float,
    fill: Colour,
) -> None:
    """A pointed leaf that lies along one ray."""
    cos, sin = math.cos(angle), math.sin(angle)
    points = []
    for side in (1, -1):
        for i in range(13):
            t = i / 12 if side > 0 else 1 - i / 12
            along = reach[0] + (reach[1] - reach[0]) * t
            away = side * half * math.sin(math.pi * t**0.8)
            points.append(
                (centre[0] + along * cos - away * sin, centre[1] + along * sin + away * cos)
            )
    canvas.poly(points, fill)


def _six(canvas: Canvas, rng: random.Random, centre: Point) -> None:
    turn = math.pi / 6
    canvas.poly(star(centre, 6, turn), _glaze(rng, "#2a6f9e"))
    canvas.poly(star(centre, 6, turn, 0.70), BAND)
    canvas.poly(star(centre, 6, turn, 0.64), _glaze(rng, "#12305f"))
    for k in range(6):
        _petal(canvas, centre, turn + k * math.pi / 3, (10, 54), 10, _glaze(rng, "#e3a22b"))
    canvas.disc(*centre, 11, BAND)


def _four(canvas: Canvas, rng: random.Random, centre: Point, turn: float) -> None:
    canvas.poly(star(centre, 4, turn), _glaze(rng, "#b5532f"))
    canvas.poly(star(centre, 4, turn, 0.52), BAND)
    canvas.poly(star(centre, 4, turn, 0.40), GROUT)
