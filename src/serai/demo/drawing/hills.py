"""Green slopes: rice terraces drawn by their contour lines, and a train over a misty valley."""

import math
import random

from serai.demo.drawing.canvas import (
    PAPER,
    SAFFRON,
    Canvas,
    Colour,
    Curve,
    Point,
    mix,
    outline,
    placed,
    rolling,
    trace,
)

SLOPE = ("#e7cf7c", "#c3bd62", "#8fae5f", "#5f9a67", "#37806c", "#256a62", "#1c5459", "#143f4a")


def terraces(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f6e7c4")
    canvas.halo(1085, 225, 175, SAFFRON, 0.2)
    canvas.disc(1085, 225, 122, SAFFRON)
    for base, height, far in ((240, 60, "#d5d3b0"), (300, 46, "#b3c2a5"), (345, 30, "#93ae96")):
        canvas.below(rolling(rng, base, height, 4), far)
    folds = [rng.uniform(0, math.tau) for _ in range(5)]
    count = 25
    for step in range(count):
        part = step / (count - 1)
        edge = _contour(part, folds)
        tone = _shade(part)
        _paddy(canvas, edge, part, tone)
        if step in (3, 7, 12):
            _village(canvas, rng, edge, 0.34 + part * 0.75, step)
        if step in (9, 15, 20):
            _planters(canvas, rng, edge, 0.35 + part * 0.62, step)


def _shade(part: float) -> tuple[int, int, int]:
    place = part * (len(SLOPE) - 1)
    low = min(int(place), len(SLOPE) - 2)
    return mix(SLOPE[low], SLOPE[low + 1], place - low)


def _contour(part: float, folds: list[float]) -> Curve:
    """The wall of one terrace; the spurs and hollows of the slope drift from wall to wall."""
    base = 372 + 640 * math.pow(part, 1.4)
    swell = 26 + 34 * math.sin(part * math.pi)

    def edge(x: float) -> float:
        u = x / 1500
        spur = math.sin(u * 8.2 + folds[0] + part * 2.4)
        fold = math.sin(u * 15.5 + folds[1] - part * 3.8) * 0.42
        nick = math.sin(u * 33 + folds[2] + part * 6.5) * 0.12
        lean = 120 * (1 - part) * (u - 0.35) * (u - 0.35)
        return base + swell * (spur + fold + nick) - lean

    return edge


def _paddy(canvas: Canvas, edge: Curve, part: float, tone: Colour) -> None:
    """A field: a pale wall, still water that keeps the light, rows of seedlings."""
    wall = 3.5 + 5 * part

    def water(x: float) -> float:
        return edge(x) + wall

    def crop(x: float) -> float:
        return edge(x) + wall + 4 + 8 * part + 5 * part * math.sin(x / 47 + part * 30)

    canvas.below(edge, mix("#f7efd2", tone, 0.12 + 0.25 * part))
    canvas.below(water, mix("#c9e2d2", tone, 0.3 + 0.32 * part))
    canvas.below(crop, tone)
    line = [(x, y + 8 + 9 * part) for x, y in trace(crop)]
    canvas.line(line, mix(tone, PAPER, 0.16), 1.6)


def _village(canvas: Canvas, rng: random.Random, edge: Curve, size: float, step: int) -> None:
    """Thatched houses on stilts and a few palms."""
    start = {3: 330, 7: 1180, 12: 210}[step]
    for k in range(3):
        x = start + k * 138 * size + rng.uniform(-8, 8)
        y = edge(x) + 6
        _palm(canvas, rng, (x - 60 * size, y), size * rng.uniform(0.85, 1.2))
        body, thatch = "#7d4327", "#4f2a22"
        canvas.poly(placed([(-26, -16), (26, -16), (24, -48), (-24, -48)], x, y, size), body)
        canvas.rect(x - 5 * size, y - 40 * size, 11 * size, 24 * size, "#f0bb4d")
        for post in (-22, -8, 8, 22):
            canvas.line(placed([(post, -18), (post, 4)], x, y, size), thatch, 4 * size)
        roof = [(-38, -44), (-15, -92), (15, -92), (38, -44)]
        canvas.poly(placed(roof, x, y, size), thatch)
        canvas.poly(placed([(4, -92), (15, -92), (38, -44), (14, -44)], x, y, size), "#36201f")


def _palm(canvas: Canvas, rng: random.Random, foot: Point, size: float) -> None:
    x, y = foot
    tone = "#1f4a4a"
    stem = outline([(0, 4), (3, -50), (12, -108)], closed=False)
    canvas.line(placed(stem, x, y, size), "#4f3a2c", 5 * size)
    for k in range(8):
        angle = math.pi * (1.06 + k * 0.126)
        tip = (12 + 46 * math.cos(angle), -102 + 40 * math.sin(angle) + 30 * abs(math.cos(angle)))
        mid = (12 + 26 * math.cos(angle), -112 + 30 * math.sin(angle))
        leaf = [(12, -108), mid, tip, (mid[0] + 3, mid[1] + 9)]
        canvas.poly(placed(outline(leaf), x, y, size), tone)


def _planters(canvas: Canvas, rng: random.Random, edge: Curve, size: float, step: int) -> None:
    """People in wide hats, bent over the seedlings."""
    first = {9: 640, 15: 980, 20: 520}[step]
    for k in range(3):
        x = first + k * 92 * size + rng.uniform(-10, 10)
        y = edge(x) + 14 * size
        coat = ("#a8482a", "#f3ead4", "#1b4585")[(k + step) % 3]
        back = [(-14, 0), (-12, -26), (2, -44), (20, -40), (24, -30), (8, -22), (6, 0)]
        canvas.poly(placed(outline(back), x, y, size), coat)
        canvas.line(placed([(18, -34), (26, -8)], x, y, size), coat, 5 * size)
        canvas.poly(placed([(8, -38), (26, -58), (46, -30)], x, y, size), "#e9c06a")
        canvas.poly(placed([(26, -58), (46, -30), (30, -34)], x, y, size), "#b98a3c")


def viaduct(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f4ead0")
    canvas.below(rolling(rng, 150, 14, 2), "#f1dfb8")
    canvas.halo(420, 262, 190, "#f0c46c", 0.28)
    canvas.disc(420, 262, 132, "#edb54d")
    ranges = (
        (330, 120, "#c9d6c6"),
        (410, 100, "#a2bfb3"),
        (490, 90, "#76a49a"),
        (555, 55, "#4d8880"),
    )
    for base, height, tone in ranges:
        edge = rolling(rng, base, height, 5)
        canvas.below(edge, tone)
        _wood(canvas, rng, edge, base, tone)
        for k in range(3):
            mist = rolling(rng, base + 92 + 34 * k, 12, 3)
            canvas.veil([*trace(mist), (1520, 1020), (-20, 1020)], "#f4ead0", 0.16)
    _bridge(canvas, rng)
    _train(canvas)
    near = rolling(rng, 900, 34, 3)
    canvas.below(near, "#173f43")
    _wood(canvas, rng, near, 1250, "#173f43")
    front = rolling(rng, 985, 22, 3)
    canvas.below(front, "#0d2a33")
    _wood(canvas, rng, front, 1700, "#0d2a33")


def _wood(canvas: Canvas, rng: random.Random, edge: Curve, near: float, tone: str) -> None:
    """Firs along a ridge; how tall follows from how near the ridge is."""
    tall = (near / 300) ** 2.1 * 6.5
    x = -20.0
    while x < 1520:
        height = tall * rng.uniform(0.55, 1.15)
        foot = edge(x) + tall * 0.2
        for tier in range(4):
            top, half = foot - height + height * 0.2 * tier, height * (0.10 + 0.055 * tier)
            canvas.poly(
                [(x, top), (x + half, top + height * 0.36), (x - half, top + height * 0.36)], tone
            )
        x += tall * rng.uniform(0.24, 0.9) * (1 if rng.random() < 0.8 else 4)


def _bridge(canvas: Canvas, rng: random.Random) -> None:
    stone, dark, light = "#8d4a36", "#5e2c2b", "#b2694a"
    deck, span, pier = 560.0, 178.0, 40.0
    layer_top = deck + 34
    piers = [k * span + 20 for k in range(-1, 9)]
    for x in piers:
        foot = (x + pier + 9, 1000.0)
        canvas.poly([(x, deck), (x + pier, deck), foot, (x - 9, 1000)], stone)
        shade = x + pier * 0.62
        canvas.poly([(shade, deck), (x + pier, deck), foot, (shade, 1000)], dark)
    for x in piers:
        _span(canvas, (x + pier, x + span), layer_top, (stone, dark, light))
        for course in range(12):
            y = layer_top + 112 + course * 30 + rng.uniform(-4, 4)
            canvas.line([(x + 2, y), (x + pier * rng.uniform(0.3, 0.6), y)], light, 2)
    canvas.rect(0, deck, 1500, 36, stone)
    canvas.rect(0, deck, 1500, 9, light)
    canvas.rect(0, deck + 32, 1500, 6, dark)
    for x in range(0, 1500, 22):
        canvas.rect(x, deck - 15, 3, 16, dark)
    canvas.rect(0, deck - 18, 1500, 4, dark)


def _span(
    canvas: Canvas, sides: tuple[float, float], top: float, tones: tuple[Colour, Colour, Colour]
) -> None:
    """One arch with its wedge stones."""
    left, right = sides
    radius = (right - left) / 2
    middle, spring = left + radius, top + radius + 22

    def at(reach: float, turn: float) -> Point:
        return middle + reach * math.cos(turn), spring - reach * math.sin(turn)

    arch = [at(radius, math.pi * i / 40) for i in range(41)]
    corners = [(left - 1, top), (right + 1, top), (right + 1, spring)]
    canvas.poly([*corners, *arch, (left - 1, spring)], tones[0])
    for i in range(1, 12):
        turn = math.pi * i / 12
        canvas.line([at(radius, turn), at(radius + 17, turn)], tones[1], 2)
    canvas.line([at(radius + 17, math.pi * (8 + i) / 48) for i in range(33)], tones[2], 2.4)


def _train(canvas: Canvas) -> None:
    """A diesel and its coaches, going left."""
    floor, front, iron = 540.0, 300.0, "#12233f"
    nose = [(-34, 0), (-26, -26), (22, -62), (60, -66)]
    engine = [*outline(nose, closed=False), (214, -66), (214, 0)]
    canvas.poly(placed(engine, front, floor, 1), SAFFRON)
    glass = [(-10, -42), (20, -61), (46, -61), (46, -40)]
    canvas.poly(placed(glass, front, floor, 1), iron)
    canvas.rect(front - 32, floor - 18, 246, 9, "#a8482a")
    for k in range(4):
        canvas.rect(front + 72 + k * 34, floor - 54, 22, 15, "#b9781c")
    for coach in range(6):
        _coach(canvas, front + 224 + coach * 196, floor, coach)
    for x in range(int(front), 1500, 49):
        canvas.disc(x, floor + 3, 9, iron)
    canvas.rect(front - 20, floor, 1300, 5, iron)


def _coach(canvas: Canvas, x: float, floor: float, number: int) -> None:
    canvas.rect(x, floor - 64, 186, 64, "#1b4585")
    canvas.rect(x, floor - 64, 186, 8, "#12305f")
    canvas.rect(x, floor - 18, 186, 6, SAFFRON)
    canvas.rect(x - 10, floor - 52, 10, 46, "#12233f")
    for k in range(6):
        lit = (k + number) % 4 == 0
        canvas.rect(x + 12 + k * 28, floor - 48, 20, 22, "#f3bd4a" if lit else "#f4ead0")
