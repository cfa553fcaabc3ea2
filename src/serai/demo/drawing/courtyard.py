"""A caravanserai at dawn: nested arches, niches and the open gate."""

import random

from serai.demo.drawing.canvas import (
    LAPIS,
    SAFFRON,
    TEAL,
    TERRACOTTA,
    Canvas,
    Point,
    bezier,
    through,
)
from serai.demo.drawing.desert import camel, walker

FLOOR = 860.0


def arch(
    middle: float, width: float, spring: float, top: float, floor: float = FLOOR
) -> list[Point]:
    """A four-centred Persian arch from the floor to its point."""
    half, rise = width / 2, spring - top
    left = bezier(
        (middle - half, spring),
        (middle - half, spring - rise * 0.62),
        (middle - half * 0.42, top + rise * 0.2),
        (middle, top),
    )
    right = [(2 * middle - x, y) for x, y in reversed(left)]
    return [(middle - half, floor), *left, *right, (middle + half, floor)]


def caravanserai(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#0d1c40")
    for x in (112, 316, 1184, 1388):
        for top, foot in ((120, 430), (520, FLOOR)):
            _niche(canvas, rng, x, top, foot)
    for y in (40, 462):
        _frieze(canvas, y)
    canvas.rect(418, 0, 664, FLOOR, "#0d1c40")
    vaults = ("#12305f", "#173c78", "#1f5092", "#3670ae", "#5f97c8", "#94bedd", "#c9dfe6")
    for i, tone in enumerate(vaults):
        width, top = 650 - i * 58, 52 + i * 46
        canvas.poly(arch(750, width, 400 + i * 22, top), tone)
        _rim(canvas, arch(750, width, 400 + i * 22, top), i)
    gate = arch(750, 650 - 7 * 58, 400 + 7 * 22, 52 + 7 * 46)
    canvas.poly(gate, "#f7e4b4")
    canvas.inside(lambda page: page.poly(gate, "#ffffff"), _dawn)
    _pavement(canvas)


def _rim(canvas: Canvas, line: list[Point], step: int) -> None:
    """Every vault has a bright edge, every other one a string of glazed beads."""
    canvas.line(line, ("#e3a22b", "#0d1c40")[step % 2], 5 if step % 2 == 0 else 2.5)
    if step % 2 == 0:
        inner = [(750 + (x - 750) * (1 - 15 / 330), y + 15) for x, y in line[1:-1]]
        for x, y in inner[::2]:
            canvas.disc(x, y, 3.6, "#f0d9a0")


def _niche(canvas: Canvas, rng: random.Random, x: float, top: float, foot: float) -> None:
    frame = "#1b3a75"
    canvas.rect(x - 92, top - 34, 184, foot - top + 34, frame)
    canvas.rect(x - 84, top - 26, 168, foot - top + 26, "#12274f")
    canvas.poly(arch(x, 140, top + 110, top, foot), SAFFRON)
    canvas.poly(arch(x, 128, top + 112, top + 9, foot), rng.choice((TEAL, "#27626a", "#2f5f8f")))
    canvas.poly(arch(x, 84, top + 140, top + 62, foot), "#0a1533")
    if rng.random() < 0.6:
        canvas.poly(arch(x, 66, top + 150, top + 82, foot), "#e8a93b")
        canvas.poly(arch(x, 66, top + 190, top + 132, foot), "#b96a2a")
    for side in (-1, 1):
        corner = (x + side * 58, top + 8)
        canvas.poly(
            [
                (corner[0], corner[1] - 13),
                (corner[0] + 13, corner[1]),
                (corner[0], corner[1] + 13),
                (corner[0] - 13, corner[1]),
            ],
            "#5f97c8",
        )


def _frieze(canvas: Canvas, y: float) -> None:
    canvas.rect(0, y - 22, 1500, 44, "#1b4585")
    canvas.rect(0, y - 24, 1500, 4, SAFFRON)
    canvas.rect(0, y + 20, 1500, 4, SAFFRON)
    for x in range(0, 1520, 40):
        canvas.poly([(x, y - 15), (x + 15, y), (x, y + 15), (x - 15, y)], "#f0e2c0")
        canvas.poly([(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)], TERRACOTTA)
        canvas.disc(x + 20, y, 4, "#94bedd")


def _dawn(page: Canvas) -> None:
    page.disc(750, 742, 150, "#f6d383")
    page.disc(750, 742, 104, SAFFRON)
    page.below(through([(500, 770), (680, 742), (820, 768), (1000, 750)]), "#d08246")
    page.below(through([(500, 800), (760, 812), (1000, 790)]), "#a8482a")
    camel(page, (790, 838), 0.86, "#2b1a2c", LAPIS)
    walker(page, (700, 840), 0.8, "#2b1a2c")


def _pavement(canvas: Canvas) -> None:
    """A floor of slabs that run towards the gate, and the light that falls on them."""
    canvas.rect(0, FLOOR, 1500, 150, "#0a1533")
    for k in range(-14, 15):
        near, far = 750 + k * 150, 750 + k * 62
        tone = "#14295a" if k % 2 else "#0f1f47"
        canvas.poly([(far, FLOOR), (far + 62, FLOOR), (near + 150, 1000), (near, 1000)], tone)
    for y in (878, 904, 942):
        canvas.line([(0, y), (1500, y)], "#0a1533", 2.5)
    beam = [(628, FLOOR), (872, FLOOR), (1010, 1000), (490, 1000)]
    canvas.veil(beam, "#f2b64c", 0.55)
    canvas.veil([(690, FLOOR), (810, FLOOR), (880, 1000), (620, 1000)], "#f9dc94", 0.4)
    canvas.rect(0, FLOOR - 4, 628, 6, "#e3a22b")
    canvas.rect(872, FLOOR - 4, 628, 6, "#e3a22b")
