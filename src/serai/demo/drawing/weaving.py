"""A knotted carpet: medallion, field of flowers, five borders."""

import math
import random

from serai.demo.drawing.canvas import (
    LAPIS,
    LAPIS_DEEP,
    SAFFRON,
    Canvas,
    Colour,
    Point,
    mix,
    outline,
)

WOOL, MADDER, DEEP = "#f3e6c8", "#a3302a", "#5e1a22"


def carpet(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, LAPIS_DEEP)
    frames = (
        (0, "#3a1220"),
        (22, WOOL),
        (30, LAPIS_DEEP),
        (62, SAFFRON),
        (70, MADDER),
        (168, SAFFRON),
        (176, LAPIS_DEEP),
        (208, WOOL),
        (216, MADDER),
    )
    for inset, tone in frames:
        canvas.rect(inset, inset, 1500 - 2 * inset, 1000 - 2 * inset, tone)
    _dots(canvas, 46, 22, 5.6, WOOL)
    _dots(canvas, 192, 22, 5.6, SAFFRON)
    _main_border(canvas)
    _field(canvas, rng)
    _corners(canvas)
    _medallion(canvas)
    for row in range(0, 1000, 5):
        canvas.veil([(0, row), (1500, row), (1500, row + 1.4), (0, row + 1.4)], "#1c0a14", 0.13)


def _edge(inset: float, pitch: float) -> list[tuple[Point, bool]]:
    """Evenly spaced places around the carpet, and whether each lies on a long side."""
    wide, tall = 1500 - 2 * inset, 1000 - 2 * inset
    across, down = round(wide / pitch), round(tall / pitch)
    places: list[tuple[Point, bool]] = []
    for k in range(across + 1):
        x = inset + wide * k / across
        places += [((x, inset), True), ((x, 1000 - inset), True)]
    for k in range(1, down):
        y = inset + tall * k / down
        places += [((inset, y), False), ((1500 - inset, y), False)]
    return places


def _dots(canvas: Canvas, inset: float, pitch: float, radius: float, tone: Colour) -> None:
    for (x, y), _ in _edge(inset, pitch):
        canvas.poly([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)], tone)


def _main_border(canvas: Canvas) -> None:
    for number, ((x, y), level) in enumerate(_edge(119, 84)):
        dye = LAPIS if (number // 2) % 2 else "#2f7267"
        _rosette(canvas, (x, y), 33, (WOOL, dye, SAFFRON), 8)
        for side in (-1, 1):
            at = (x + side * 42, y) if level else (x, y + side * 42)
            _lozenge(canvas, at, (9, 16) if level else (16, 9), SAFFRON)


def _lozenge(canvas: Canvas, at: Point, half: tuple[float, float], tone: Colour) -> None:
    x, y = at
    canvas.poly([(x - half[0], y), (x, y - half[1]), (x + half[0], y), (x, y + half[1])], tone)


def _rosette(
    canvas: Canvas, at: Point, radius: float, tones: tuple[Colour, Colour, Colour], petals: int
) -> None:
    x, y = at
    for k in range(petals):
        turn = math.tau * k / petals
        tip = (x + math.cos(turn) * radius, y + math.sin(turn) * radius)
        for reach, wide, tone in ((1.0, 0.4, tones[0]), (0.82, 0.26, tones[1])):
            middle = (x + (tip[0] - x) * 0.6 * reach, y + (tip[1] - y) * 0.6 * reach)
            nx, ny = -math.sin(turn) * radius * wide, math.cos(turn) * radius * wide
            end = (x + (tip[0] - x) * reach, y + (tip[1] - y) * reach)
            leaf = [(x, y), (middle[0] + nx, middle[1] + ny), end, (middle[0] - nx, middle[1] - ny)]
            canvas.poly(outline(leaf), tone)
    canvas.disc(x, y, radius * 0.3, tones[2])
    canvas.disc(x, y, radius * 0.14, DEEP)


def _field(canvas: Canvas, rng: random.Random) -> None:
    for row in range(8):
        for column in range(15):
            x = 262 + column * 70 + (35 if row % 2 else 0)
            y = 252 + row * 71
            if x > 1245:
                continue
            dye = rng.choice((LAPIS, "#2f7267", "#d9804a"))
            stem = [(x - 30, y + 26), (x - 12, y + 8), (x + 12, y - 8), (x + 30, y - 26)]
            canvas.line(outline(stem, False), mix(MADDER, SAFFRON, 0.45), 3)
            _rosette(canvas, (x, y), 19, (WOOL, dye, SAFFRON), 6)
            _lozenge(canvas, (x + 34, y + 2), (5, 9), SAFFRON)


def _corners(canvas: Canvas) -> None:
    for sx, sy in ((0, 0), (1, 0), (0, 1), (1, 1)):

        def at(dx: float, dy: float, sx: int = sx, sy: int = sy) -> Point:
            return (1284 - dx if sx else 216 + dx, 784 - dy if sy else 216 + dy)

        for size, tone in ((1.0, SAFFRON), (0.95, LAPIS_DEEP), (0.66, WOOL), (0.6, "#2f7267")):
            steps = [(0.0, 0.0)]
            for k in range(7):
                a, b = 300 * size * (1 - k / 6), 190 * size * k / 6
                steps += [(a, b), (a * 0.93, b + 190 * size / 9)]
            canvas.poly([at(*step) for step in steps], tone)
        _rosette(canvas, at(62, 44), 36, (WOOL, MADDER, SAFFRON), 8)


def _medallion(canvas: Canvas) -> None:
    for side in (-1, 1):
        _lozenge(canvas, (750 + side * 420, 500), (66, 44), SAFFRON)
        _lozenge(canvas, (750 + side * 420, 500), (54, 34), LAPIS_DEEP)
        _rosette(canvas, (750 + side * 420, 500), 24, (WOOL, MADDER, SAFFRON), 6)
    for size, tone in (
        (1.0, WOOL),
        (0.97, LAPIS_DEEP),
        (0.82, SAFFRON),
        (0.79, LAPIS),
        (0.58, WOOL),
        (0.55, MADDER),
        (0.33, SAFFRON),
        (0.3, LAPIS_DEEP),
    ):
        canvas.poly(_lobes(size), tone)
    for radius, count, petal in ((0.9, 16, 24), (0.685, 16, 26), (0.43, 8, 30)):
        for k in range(count):
            turn = math.tau * (k + 0.5) / count
            spot = (750 + math.cos(turn) * 360 * radius, 500 + math.sin(turn) * 240 * radius)
            dye = MADDER if k % 2 else "#2f7267"
            _rosette(canvas, spot, petal, (WOOL, dye, SAFFRON), 6)
    _rosette(canvas, (750, 500), 78, (WOOL, MADDER, SAFFRON), 12)


def _lobes(size: float) -> list[Point]:
    points = []
    for k in range(240):
        turn = math.tau * k / 240
        wave = 1 + 0.055 * abs(math.sin(turn * 8))
        points.append(
            (750 + math.cos(turn) * 360 * size * wave, 500 + math.sin(turn) * 240 * size * wave)
        )
    return points
