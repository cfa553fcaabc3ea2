"""Where water is: a delta with houses on stilts, a reef, palms along a channel."""

import math
import random

from serai.demo.drawing.canvas import (
    PAPER,
    SAFFRON,
    TERRACOTTA,
    Canvas,
    Colour,
    Point,
    mix,
    outline,
    placed,
    rolling,
    through,
)


def delta(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f7d9a0")
    for band, tone in enumerate(("#f4c98a", "#efb378", "#e59d6c")):
        canvas.below(rolling(rng, 120 + band * 110, 18, 2), tone)
    canvas.disc(420, 400, 132, mix("#fff0c4", "#efb378", 0.35))
    canvas.disc(420, 400, 98, "#fff0c4")
    for base, tone in ((452, "#b98a76"), (482, "#7f7a72")):
        edge = rolling(rng, base, 14, 6)
        canvas.below(edge, tone)
        for _ in range(34):
            x = rng.uniform(0, 1500)
            canvas.oval(x, edge(x), rng.uniform(16, 42), rng.uniform(12, 30), tone)
    canvas.rect(0, 505, 1500, 500, "#4f8a8b")
    for row in range(58):
        near = row / 57
        y = 512 + near * 486
        for _ in range(7):
            x, half = rng.uniform(0, 1500), rng.uniform(16, 60) * (0.5 + near)
            tone = rng.choice(("#6ea39b", "#417a80", "#356b76", "#86b3a2"))
            canvas.line([(x - half, y), (x + half, y)], tone, 1.8 + 2.4 * near)
        if row < 44:
            x, half = 420 + rng.uniform(-40, 40), rng.uniform(20, 110) * (1 - near * 0.5)
            canvas.line([(x - half, y), (x + half, y)], rng.choice(("#fbe3a8", "#f0c27e")), 2.6)
    houses = (
        (1010, 545, 0.5),
        (1160, 552, 0.56),
        (1330, 560, 0.62),
        (730, 548, 0.42),
        (860, 620, 0.85),
        (1130, 655, 1.0),
        (1400, 690, 1.2),
    )
    for number, (x, y, size) in enumerate(houses):
        _stilts(canvas, (x, y), size, ("#a8482a", "#8c5a3a", "#2f7267", "#c9843f")[number % 4])
    for x, y, size in ((330, 650, 0.62), (640, 770, 1.05), (230, 880, 1.6)):
        _boat(canvas, (x, y), size)
    for x in (1040, 1090, 1150, 1210, 1280, 1350, 1420, 1480):
        _reed(canvas, rng, x)


def _stilts(canvas: Canvas, at: Point, size: float, wall: str) -> None:
    x, y = at
    for post in (-92, -46, 0, 46, 92):
        canvas.line(placed([(post, -60), (post, 52)], x, y, size), "#3a2a2c", 7 * size)
        canvas.line(placed([(post - 8, 58), (post + 8, 58)], x, y, size), "#2f5f68", 5 * size)
    canvas.line(placed([(-92, 6), (92, -34)], x, y, size), "#3a2a2c", 4 * size)
    canvas.poly(placed([(-118, -74), (118, -74), (118, -60), (-118, -60)], x, y, size), "#5a3b30")
    canvas.poly(placed([(-92, -152), (92, -152), (92, -74), (-92, -74)], x, y, size), wall)
    shade = [(30, -152), (92, -152), (92, -74), (30, -74)]
    canvas.poly(placed(shade, x, y, size), mix(wall, "#22182a", 0.35))
    for k in range(-84, 88, 14):
        slat = placed([(k, -150), (k, -76)], x, y, size)
        canvas.line(slat, mix(wall, "#22182a", 0.22), 2 * size)
    canvas.poly(placed([(-22, -132), (14, -132), (14, -74), (-22, -74)], x, y, size), "#f5c55c")
    canvas.poly(placed([(46, -132), (76, -132), (76, -100), (46, -100)], x, y, size), "#f5c55c")
    roof = [(-126, -142), (-84, -214), (84, -214), (126, -142)]
    canvas.poly(placed(roof, x, y, size), "#4b3430")
    canvas.poly(placed([(-126, -142), (-84, -214), (10, -214), (-6, -142)], x, y, size), "#6b4a3a")
    for k in range(4):
        level = -158 - k * 16
        wide = 117 - k * 10
        canvas.line(placed([(-wide, level), (wide, level)], x, y, size), "#3d2a2a", 2.4 * size)
    for rung in range(6):
        canvas.line(
            placed([(-116, -52 + rung * 18), (-98, -52 + rung * 18)], x, y, size),
            "#5a3b30",
            4 * size,
        )


def _boat(canvas: Canvas, at: Point, size: float) -> None:
    x, y = at
    canvas.oval(x, y + 16 * size, 150 * size, 11 * size, "#2d5f6b")
    hull = [(-160, -34), (-96, -10), (0, -4), (96, -10), (160, -38), (118, 14), (0, 22), (-118, 16)]
    canvas.poly(placed(outline(hull), x, y, size), "#3a2428")
    canvas.line(placed(outline(hull[:5], False), x, y, size), SAFFRON, 4 * size)
    hood = [(-70, -10), (-58, -52), (-20, -66), (24, -52), (34, -8)]
    canvas.poly(placed(outline(hood, False), x, y, size), "#b98a4e")
    for k in (-46, -18, 10):
        canvas.line(placed([(k, -58), (k + 3, -8)], x, y, size), "#7d5a34", 3 * size)
    canvas.line(placed([(98, -128), (150, 52)], x, y, size), "#3a2a2c", 5 * size)
    canvas.poly(placed([(76, -12), (80, -64), (100, -68), (112, -12)], x, y, size), TERRACOTTA)
    canvas.disc(*placed([(92, -80)], x, y, size)[0], 13 * size, "#6b4030")
    canvas.poly(placed([(60, -80), (92, -106), (124, -80)], x, y, size), "#ecd9a8")


def _reed(canvas: Canvas, rng: random.Random, x: float) -> None:
    for _ in range(3):
        lean, tall = rng.uniform(-40, 40), rng.uniform(70, 200)
        blade = [
            (x - 5, 1010),
            (x + lean * 0.4 - 4, 1000 - tall * 0.6),
            (x + lean, 1000 - tall),
            (x + lean * 0.4 + 6, 1000 - tall * 0.5),
            (x + 8, 1010),
        ]
        canvas.poly(outline(blade), rng.choice(("#1f4a4a", "#2b5b50", "#173c44")))


def reef(canvas: Canvas, rng: random.Random) -> None:
    tones = ("#7fd0cf", "#58b6c2", "#3797b2", "#23789f", "#1a5c8a", "#154574", "#12325c")
    canvas.rect(0, 0, 1500, 1000, tones[0])
    for band, tone in enumerate(tones[1:], start=1):
        canvas.below(rolling(rng, band * 128 - 20, 16, 3), tone)
    for x in (180.0, 430.0, 640.0, 900.0, 1210.0):
        canvas.veil([(x, -10), (x + 80, -10), (x - 120, 900), (x - 330, 900)], "#d9fbf0", 0.1)
    canvas.below(rolling(rng, 760, 40, 5), "#173f63")
    canvas.below(rolling(rng, 850, 34, 5), "#12304f")
    dyes = ("#e2725b", "#e3a22b", "#d95f82", "#8f6bb0", "#f0b27c", "#58b08c")
    for number in range(17):
        foot = (rng.uniform(0, 1500), 850 + rng.uniform(-30, 90))
        _branch(canvas, rng, foot, -math.pi / 2, rng.uniform(62, 100), dyes[number % 6], 4)
    for _ in range(13):
        x, y, size = rng.uniform(0, 1500), rng.uniform(900, 975), rng.uniform(44, 92)
        tone = rng.choice(dyes)
        canvas.oval(x, y, size, size * 0.74, mix(tone, "#12304f", 0.3))
        canvas.oval(x - size * 0.1, y - size * 0.09, size * 0.84, size * 0.6, tone)
        for k in range(-3, 4):
            groove = [
                (x + k * size * 0.2, y - size * 0.52 + abs(k) * 5),
                (x + k * size * 0.25, y + 14),
            ]
            canvas.line(groove, mix(tone, "#12304f", 0.3), 3)
    shoal = [
        (300 + rng.gauss(0, 130), 260 + rng.gauss(0, 54), rng.uniform(0.32, 0.46))
        for _ in range(24)
    ]
    for left, top, long in shoal:
        _fish(canvas, (left, top), long, "#f4e3a6", "#e3a22b")
    for x, y, size, body, bars in (
        (930, 380, 1.5, "#f08a3c", "#fbf7ee"),
        (1180, 520, -1.15, "#f2c53d", "#1a3a6a"),
        (640, 560, 1.05, "#2f6fc0", "#f2c53d"),
        (1330, 270, -0.8, "#d95f82", "#fbf7ee"),
        (250, 620, 0.9, "#f08a3c", "#fbf7ee"),
    ):
        _fish(canvas, (x, y), size, body, bars)
    for _ in range(40):
        at, deep, wide = rng.uniform(60, 1440), rng.uniform(60, 760), rng.uniform(3, 9)
        canvas.disc(at, deep, wide, "#a8e2e2")
        hollow = tones[min(6, int(deep / 128))]
        canvas.disc(at + wide * 0.16, deep + wide * 0.16, wide * 0.76, hollow)


def _branch(
    canvas: Canvas, rng: random.Random, at: Point, turn: float, long: float, tone: Colour, left: int
) -> None:
    end = (at[0] + math.cos(turn) * long, at[1] + math.sin(turn) * long)
    canvas.taper(at, end, (left * 7 + 3, left * 6), tone)
    if left > 1:
        for lean in (-rng.uniform(0.25, 0.6), rng.uniform(0.25, 0.6)):
            _branch(canvas, rng, end, turn + lean, long * rng.uniform(0.62, 0.8), tone, left - 1)


def _fish(canvas: Canvas, at: Point, size: float, body: Colour, bars: Colour) -> None:
    x, y = at
    canvas.poly(
        placed([(-56, 0), (-112, -46), (-98, 0), (-112, 46)], x, y, size), mix(body, bars, 0.3)
    )
    fins = [(-34, -34), (-10, -84), (34, -50), (20, -34)]
    canvas.poly(placed(outline(fins), x, y, size), mix(body, "#3a2030", 0.2))
    canvas.poly(
        placed([(px, -py * 0.8) for px, py in outline(fins)], x, y, size), mix(body, "#3a2030", 0.2)
    )
    shape = outline(
        [(90, 4), (58, -34), (6, -54), (-44, -32), (-72, 0), (-44, 32), (6, 54), (58, 36)]
    )
    canvas.poly(placed(shape, x, y, size), body)
    for left, wide, tall in ((36, 15, 44), (-12, 18, 50), (-50, 10, 22)):
        bar = [
            (left, -tall),
            (left + wide, -tall),
            (left + wide + 5, 0),
            (left + wide, tall),
            (left, tall),
            (left + 4, 0),
        ]
        canvas.poly(placed(outline(bar), x, y, size), bars)
    canvas.disc(*placed([(68, -8)], x, y, size)[0], 7.5 * abs(size), PAPER)
    canvas.disc(*placed([(70, -8)], x, y, size)[0], 4.2 * abs(size), "#12182c")


def palms(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f3e1bd")
    canvas.below(rolling(rng, 130, 16), "#f0d5a4")
    canvas.disc(760, 330, 190, mix(SAFFRON, "#f0d5a4", 0.55))
    canvas.disc(760, 330, 140, "#e8ad3e")
    for base, height, tone in ((440, 60, "#dba865"), (490, 50, "#c98549"), (545, 34, "#a95f38")):
        canvas.below(rolling(rng, base, height), tone)
    canvas.below(through([(0, 600), (750, 570), (1500, 600)]), "#5f8150")
    canvas.below(through([(0, 680), (750, 640), (1500, 680)]), "#43693f")
    for row in range(9):
        y = 640 + row * row * 4.6
        for side in (-1, 1):
            half = 46 + (y - 575) * 0.62
            canvas.line(
                [(760 + side * half, y), (760 + side * 900, y + 26)], "#355a39", 3 + row * 0.9
            )
    _channel(canvas, rng)
    rows = ((590, 0.34, 82), (612, 0.46, 130), (646, 0.64, 210), (708, 0.92, 330), (820, 1.36, 520))
    for y, size, off in rows:
        for side in (-1, 1):
            for far in (1.0, 1.75):
                foot = (760 + side * off * far + rng.uniform(-8, 8), y + 22 * (far - 1))
                _palm(canvas, rng, foot, size * rng.uniform(0.92, 1.08))


def _channel(canvas: Canvas, rng: random.Random) -> None:
    """Water in a stone bed, running to the eye."""
    canvas.poly([(742, 572), (778, 572), (1080, 1010), (440, 1010)], "#c9ac7c")
    canvas.poly([(748, 574), (772, 574), (1010, 1010), (510, 1010)], "#2f7267")
    canvas.poly([(752, 576), (768, 576), (970, 1010), (560, 1010)], "#4f9a97")
    for _ in range(70):
        near = rng.random() ** 0.7
        y = 585 + near * 410
        reach = 10 + near * 190
        x = 762 + rng.uniform(-0.8, 0.8) * reach
        canvas.line(
            [(x - reach * 0.13, y), (x + reach * 0.13, y)],
            rng.choice(("#8cc4ba", "#f3d58f", "#2f7267")),
            1.5 + near * 4,
        )


def _palm(canvas: Canvas, rng: random.Random, foot: Point, size: float) -> None:
    x, y = foot
    lean = rng.uniform(-26, 26)
    canvas.oval(x, y + 2, 90 * size, 9 * size, "#2a4a34")
    for k in range(13):
        t = k / 12
        at = (x + lean * t * t * size, y - 330 * t * size)
        wide = (22 - 8 * t) * size
        canvas.oval(*at, wide, 17 * size, "#5a3b2a" if k % 2 else "#6f4b33")
    crown = (x + lean * size, y - 340 * size)
    for k in range(15):
        turn = math.pi * (1.12 - 1.24 * k / 14) + rng.uniform(-0.06, 0.06)
        _frond(
            canvas,
            crown,
            turn,
            rng.uniform(150, 190) * size,
            ("#1f4d3a", "#2f6a45", "#4a8750")[k % 3],
        )
    for side in (-26, 0, 28):
        for k in range(7):
            spot = (crown[0] + (side + rng.uniform(-12, 12)) * size, crown[1] + (20 + k * 6) * size)
            canvas.disc(*spot, 7.5 * size, rng.choice(("#b5622c", "#d98a35", "#8c3f24")))


def _frond(canvas: Canvas, at: Point, turn: float, long: float, tone: Colour) -> None:
    """A leaf that rises and then hangs, with fingers along its lower side."""
    x, y = at
    dx = math.cos(turn) * long
    dy = -math.sin(turn) * long * 0.78
    rib = [(x + dx * t, y + dy * t + long * 0.62 * t * t) for t in (k / 10 for k in range(11))]
    canvas.line(rib, tone, max(1.6, long * 0.028))
    for k in range(1, 11):
        px, py = rib[k]
        drop = long * 0.25 * (1 - abs(k - 5) / 8)
        canvas.poly(
            [rib[k - 1], (px, py), (px + dx * 0.06, py + drop), (px + dx * 0.02, py + drop * 0.9)],
            tone,
        )
        canvas.poly([rib[k - 1], (px, py), (px + dx * 0.1, py - drop * 0.34)], tone)
