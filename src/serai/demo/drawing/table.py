"""A low table: teapot, bowl and apricots on an ikat cloth."""

import math
import random

from serai.demo.drawing.canvas import (
    LAPIS,
    LAPIS_DEEP,
    PAPER,
    SAFFRON,
    TERRACOTTA,
    Canvas,
    Colour,
    Point,
    bezier,
    ellipse_points,
    outline,
)


def tea(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#1f5560")
    for radius, tone in ((520, "#24626a"), (430, "#2f7272"), (340, "#e3a22b")):
        canvas.disc(650, 420, radius, tone)
    canvas.disc(650, 420, 296, "#ecb547")
    _cloth(canvas, rng)
    _teapot(canvas, 560, 742)
    _bowl(canvas, 1050, 790, 1.0)
    _apricots(canvas)
    _steam(canvas)


def _cloth(canvas: Canvas, rng: random.Random) -> None:
    """Ikat: lozenges whose edges run, because the thread was dyed before it was woven."""
    canvas.rect(0, 690, 1500, 320, "#7a2a26")
    tones = ("#f3e6c8", "#b0432a", "#173a70", "#e3a22b", "#7a2a26")
    for column in range(-1, 13):
        x = 40 + column * 128
        for row in (0, 1):
            y = 770 + row * 190 + (95 if column % 2 else 0)
            for ring, tone in enumerate(tones):
                _feathered(canvas, rng, (x, y), (66 - ring * 13, 112 - ring * 22), tone)
            _feathered(canvas, rng, (x + 64, y + 95), (24, 40), "#2f7267")
    canvas.rect(0, 684, 1500, 10, "#4d1a20")
    canvas.veil([(0, 694), (1500, 694), (1500, 716), (0, 716)], "#2a0d18", 0.35)


def _feathered(
    canvas: Canvas, rng: random.Random, centre: Point, half: tuple[float, float], tone: Colour
) -> None:
    """A lozenge made of thin threads of slightly uneven length."""
    x, y = centre
    threads = max(6, int(half[0] / 2))
    pitch = 2 * half[0] / threads
    for i in range(threads):
        offset = -half[0] + (i + 0.5) * pitch
        reach = half[1] * (1 - abs(offset) / half[0]) + rng.uniform(-7, 7)
        if reach > 0:
            top = max(694.0, y - reach)
            if y + reach > top:
                canvas.rect(x + offset - pitch / 2, top, pitch + 0.6, y + reach - top, tone)


def _bowl(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A piala with tea in it, its blue side painted with cotton bolls."""
    wide, deep = 205 * size, 172 * size
    canvas.veil(ellipse_points(x + 26, y + 88, wide * 0.82, 30), "#1c0a14", 0.45)
    side = bezier(
        (-wide, -deep / 2),
        (-wide * 0.94, deep * 0.18),
        (-wide * 0.56, deep * 0.46),
        (-wide * 0.36, deep * 0.5),
    )
    wall = [*side, *((-px, py) for px, py in reversed(side))]
    body = [(x + px, y + py) for px, py in wall]
    canvas.rect(x - wide * 0.36, y + deep * 0.45, wide * 0.72, 22, "#e9dcc0")
    canvas.poly(body, LAPIS)
    canvas.inside(lambda page: page.poly(body, "#ffffff"), lambda page: _bolls(page, x, y, wide))
    canvas.oval(x, y - deep / 2, wide, 46 * size, PAPER)
    canvas.oval(x, y - deep / 2, wide * 0.955, 41 * size, "#d8c9a6")
    canvas.oval(x, y - deep / 2 + 8, wide * 0.86, 31 * size, "#9c4a1d")
    canvas.oval(x - 22, y - deep / 2 + 11, wide * 0.74, 24 * size, "#bd6a22")
    canvas.oval(x - 60, y - deep / 2 + 8, wide * 0.3, 9 * size, "#e2a04a")


def _bolls(page: Canvas, x: float, y: float, wide: float) -> None:
    page.rect(x - wide, y - 60, wide * 2, 7, "#f3ead4")
    page.rect(x - wide, y + 62, wide * 2, 8, SAFFRON)
    for k in range(-3, 4):
        middle = x + math.sin(k * 0.44) * wide * 0.98
        squeeze = math.cos(k * 0.44)
        for turn in (-0.9, -0.45, 0.0, 0.45, 0.9):
            tip = (middle + math.sin(turn) * 40 * squeeze, y + 38 - math.cos(turn) * 78)
            mid = (middle + math.sin(turn) * 22 * squeeze, y + 38 - math.cos(turn) * 40)
            leaf = [
                (middle, y + 40),
                (mid[0] - 9 * squeeze, mid[1]),
                tip,
                (mid[0] + 9 * squeeze, mid[1]),
            ]
            page.poly(outline(leaf), "#f3ead4")
        page.disc(middle, y + 40, 8, SAFFRON)
    shadow = [
        (x + wide * 0.5, y - 200),
        (x + wide, y - 200),
        (x + wide, y + 200),
        (x + wide * 0.2, y + 200),
    ]
    page.veil(shadow, "#0a1a3c", 0.3)


def _teapot(canvas: Canvas, x: float, y: float) -> None:
    canvas.veil(ellipse_points(x + 30, y + 112, 210, 32), "#1c0a14", 0.45)
    handle = outline(
        [(x - 150, y - 96), (x - 262, y - 128), (x - 286, y - 10), (x - 160, y + 48)], False
    )
    canvas.line(handle, "#f3ead4", 30)
    canvas.line(handle, LAPIS, 20)
    upper = [(x + 130, y + 40), (x + 224, y - 10), (x + 258, y - 112), (x + 318, y - 168)]
    lower = [(x + 356, y - 146), (x + 316, y - 84), (x + 298, y + 26), (x + 150, y + 96)]
    canvas.poly([*outline(upper, False), *outline(lower, False)], LAPIS)
    canvas.line([upper[-1], lower[0]], PAPER, 13)
    body = outline(
        [
            (x, y - 196),
            (x + 112, y - 168),
            (x + 190, y - 50),
            (x + 168, y + 66),
            (x + 92, y + 112),
            (x - 92, y + 112),
            (x - 168, y + 66),
            (x - 190, y - 50),
            (x - 112, y - 168),
        ],
    )
    canvas.poly(body, LAPIS)
    canvas.inside(lambda page: page.poly(body, "#ffffff"), lambda page: _medallion(page, x, y - 34))
    canvas.rect(x - 96, y + 104, 192, 18, "#e9dcc0")
    lid = [(x - 96, y - 176), (x - 70, y - 214), (x, y - 236), (x + 70, y - 214), (x + 96, y - 176)]
    canvas.poly(outline(lid, False), LAPIS_DEEP)
    canvas.line([(x - 100, y - 178), (x + 100, y - 178)], SAFFRON, 9)
    canvas.disc(x, y - 250, 22, SAFFRON)
    canvas.disc(x - 6, y - 256, 7, "#f7dc9a")


def _medallion(page: Canvas, x: float, y: float) -> None:
    page.rect(x - 220, y + 112, 440, 8, SAFFRON)
    page.disc(x, y, 112, "#f3ead4")
    page.disc(x, y, 103, LAPIS_DEEP)
    for ring, (count, near, far, half, tone) in enumerate(
        ((12, 40, 98, 10, "#f3ead4"), (12, 52, 90, 5, "#5f97c8"), (8, 4, 44, 8, SAFFRON))
    ):
        for k in range(count):
            a = (k + 0.5 * (ring == 2)) * math.tau / count
            cos, sin = math.cos(a), math.sin(a)
            middle = (near + far) / 2
            leaf = [(near, 0), (middle, half), (far, 0), (middle, -half)]
            page.poly(
                outline([(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in leaf]),
                tone,
            )
    page.disc(x, y, 12, TERRACOTTA)
    for side in (-1, 1):
        for k in range(5):
            page.disc(x + side * (140 + k * 1.5), y - 70 + k * 36, 8, "#f3ead4")
    page.veil(
        [
            (x + 60, y - 200),
            (x + 220, y - 200),
            (x + 220, y + 200),
            (x + 96, y + 200),
            (x + 130, y),
        ],
        "#0a1a3c",
        0.32,
    )


def _apricots(canvas: Canvas) -> None:
    canvas.veil(ellipse_points(262, 892, 178, 30), "#1c0a14", 0.4)
    canvas.oval(250, 872, 176, 38, "#e9dcc0")
    canvas.oval(250, 864, 176, 38, PAPER)
    canvas.oval(250, 864, 140, 27, "#c9dfe6")
    for x, y, radius in (
        (190, 842, 40),
        (310, 842, 40),
        (250, 846, 42),
        (222, 796, 38),
        (286, 798, 38),
    ):
        canvas.disc(x, y, radius, "#d9742c")
        canvas.disc(x - 4, y - 3, radius * 0.86, "#e8953a")
        canvas.disc(x - radius * 0.3, y - radius * 0.34, radius * 0.26, "#f6c777")
        canvas.line(
            outline(
                [(x + 6, y - radius), (x + radius * 0.5, y - 4), (x + 8, y + radius * 0.9)], False
            ),
            "#b9561f",
            2.4,
        )


def _steam(canvas: Canvas) -> None:
    for x, sway, high, opacity in (
        (965, 30, 330, 0.5),
        (1050, 40, 430, 0.7),
        (1135, 28, 300, 0.45),
    ):
        left: list[Point] = []
        right: list[Point] = []
        for _, y in ((0, 690 - high * t / 60) for t in range(61)):
            part = (690 - y) / high
            middle = x + sway * math.sin(part * 7.2 + x) * (0.35 + part)
            half = 12 * math.sin(math.pi * min(1.0, part * 0.94 + 0.06)) ** 0.8
            left.append((middle - half, y))
            right.append((middle + half, y))
        canvas.veil([*left, *reversed(right)], "#fdf6e2", opacity)
