"""In town: a market under awnings, a pagoda in mist, kites over flat roofs, domes at dusk."""

import math
import random

from serai.demo.drawing.canvas import (
    LAPIS,
    PAPER,
    SAFFRON,
    TEAL,
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


def bazaar(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#3d2433")
    for x in (-60, 340, 740, 1140):
        arch = [(x, 700), (x, 330), (x + 60, 210), (x + 190, 130), (x + 320, 210), (x + 380, 330)]
        canvas.poly([*outline(arch[1:], False), (x + 380, 700), (x, 700)], "#573043")
        canvas.poly(
            placed(
                [(-150, 700), (-150, 350), (-90, 240), (0, 190), (90, 240), (150, 350), (150, 700)],
                x + 190,
                0,
                1,
            ),
            "#74424a",
        )
        canvas.veil(
            [(x + 150, -10), (x + 230, -10), (x + 420, 760), (x + 160, 760)], "#f7d395", 0.2
        )
    for x in (190, 590, 990, 1390):
        canvas.line([(x, -5), (x, 160)], "#1c1020", 3)
        canvas.halo(x, 190, 90, "#f5c55c", 0.16)
        canvas.poly(
            placed(
                outline([(0, -36), (26, -10), (22, 24), (0, 40), (-22, 24), (-26, -10)]), x, 196, 1
            ),
            SAFFRON,
        )
        canvas.oval(x, 196, 10, 34, "#fff1c4")
    stalls = ((-30, TERRACOTTA), (490, LAPIS), (1010, TEAL))
    for number, (x, tone) in enumerate(stalls):
        canvas.rect(x + 16, 420, 448, 300, "#2b1828")
        if number == 1:
            _pots(canvas, x + 40)
        else:
            _shelves(canvas, rng, x + 40)
        _awning(canvas, x, tone)
        for post in (x + 10, x + 462):
            canvas.rect(post, 400, 12, 600, "#1c1020")
    for number, (x, tone) in enumerate(stalls):
        canvas.rect(x - 6, 800, 496, 210, mix(tone, "#1c1020", 0.45))
        for k in range(8):
            canvas.rect(x + 4 + k * 61, 806, 50, 200, mix(tone, "#1c1020", 0.6))
        for heap in range(3):
            _heap(canvas, rng, x + 84 + heap * 160, number * 3 + heap)
        canvas.rect(x - 12, 796, 508, 18, "#c99a5c")


def _awning(canvas: Canvas, x: float, tone: Colour) -> None:
    for k in range(10):
        left, wide = x - 14 + k * 50.4, 50.4
        shade = PAPER if k % 2 else tone
        lean = (k - 4.5) * 5
        canvas.poly(
            [
                (left - lean * 0.3 + 6, 320),
                (left + wide - lean * 0.3 + 6, 320),
                (left + wide, 440),
                (left, 440),
            ],
            shade,
        )
        canvas.oval(left + wide / 2, 440, wide / 2, 22, shade)
    canvas.veil([(x - 14, 410), (x + 490, 410), (x + 490, 441), (x - 14, 441)], "#1c1020", 0.22)
    canvas.rect(x - 6, 312, 490, 12, "#1c1020")


def _pots(canvas: Canvas, x: float) -> None:
    """Copper hung on hooks, each with its own shine."""
    for k, (size, drop) in enumerate(((1.0, 500), (1.25, 520), (0.85, 496), (1.15, 512))):
        at = (x + 52 + k * 102, drop + 60 * size)
        canvas.line([(at[0], 460), (at[0], at[1] - 50 * size)], "#c99a5c", 3)
        body = outline([(-44, -36), (44, -36), (50, 10), (30, 46), (-30, 46), (-50, 10)])
        canvas.poly(placed(body, *at, size), "#b5622c")
        gleam = outline([(-34, -30), (-8, -30), (-14, 8), (-22, 36), (-36, 10)])
        canvas.poly(placed(gleam, *at, size), "#e89a55")
        canvas.oval(at[0], at[1] - 36 * size, 46 * size, 9 * size, "#7a3a20")
        canvas.arc((at[0], at[1] - 36 * size), 40 * size, (180, 360), "#8c4a25", 5)
    for k in range(6):
        canvas.oval(x + 36 + k * 70, 700, 34, 34, "#c9773a")
        canvas.oval(x + 36 + k * 70, 700, 24, 24, "#e2a04a")
        canvas.oval(x + 36 + k * 70, 700, 9, 9, "#a8552a")


def _shelves(canvas: Canvas, rng: random.Random, x: float) -> None:
    dyes = ("#e3a22b", "#2f7267", "#cf5f35", "#f3e6c8", "#5b7fb8", "#a83a4a")
    for level in (560, 680):
        canvas.rect(x - 10, level, 420, 10, "#7a4a34")
        left = x
        while left < x + 380:
            wide, tall = rng.uniform(24, 46), rng.uniform(44, 84)
            tone = rng.choice(dyes)
            canvas.rect(left, level - tall, wide, tall, tone)
            canvas.rect(
                left + wide * 0.7, level - tall, wide * 0.3, tall, mix(tone, "#1c1020", 0.3)
            )
            canvas.rect(left, level - tall * 0.62, wide, 7, PAPER)
            left += wide + rng.uniform(2, 12)


def _heap(canvas: Canvas, rng: random.Random, x: float, kind: int) -> None:
    dye = (
        "#d9662f",
        "#a83a4a",
        "#8cab3f",
        "#e3a22b",
        "#7b2f5a",
        "#e2725b",
        "#f0c64a",
        "#c23b2c",
        "#5f8f4a",
    )[kind]
    for row in range(6):
        count = 7 - row
        for k in range(count):
            spot = (x + (k - (count - 1) / 2) * 22 + rng.uniform(-2, 2), 790 - row * 18)
            canvas.disc(*spot, 13.5, mix(dye, "#1c1020", 0.35))
            canvas.disc(spot[0] - 1.5, spot[1] - 1.5, 11.5, dye)
            canvas.disc(spot[0] - 4, spot[1] - 4.5, 3.4, mix(dye, "#fff6dc", 0.55))
    canvas.poly([(x - 8, 640), (x + 40, 626), (x + 44, 664), (x - 4, 676)], PAPER)
    canvas.line([(x + 18, 650), (x + 14, 690)], "#c99a5c", 3)


def pagoda(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#e6dfd0")
    canvas.disc(1010, 300, 170, "#e9c9a4")
    canvas.disc(1010, 300, 122, "#d9774e")
    for step, tone in enumerate(("#c3cbc4", "#a3b8b4", "#82a3a2", "#5f8b8b", "#427274")):
        base = 360 + step * 84
        hill = rolling(rng, base, 74 - step * 6, 5)
        canvas.below(hill, tone)
        mist = rolling(rng, base + 84, 18, 4)
        edge = [(x, mist(x)) for x in range(-20, 1540, 20)]
        canvas.veil([*edge, (1520, base + 150), (-20, base + 150)], "#f3ede0", 0.34)
        if step >= 2:
            for _ in range(16 + step * 6):
                x = rng.uniform(0, 1500)
                _pine(canvas, (x, hill(x) + 8), 0.2 + step * 0.09, mix(tone, "#123238", 0.42))
    _tower(canvas, 560, 850)
    canvas.below(through([(0, 842), (420, 830), (760, 862), (1500, 800)]), "#23494d")
    for x, y, size in (
        (130, 940, 1.5),
        (330, 980, 1.1),
        (930, 960, 1.0),
        (1180, 940, 1.35),
        (1400, 960, 1.7),
    ):
        _pine(canvas, (x, y), size, "#12303a")
    canvas.below(through([(0, 930), (600, 960), (1100, 940), (1500, 920)]), "#0f2730")
    for k in range(11):
        wide = 34 + k * 9
        canvas.rect(590 - wide / 2 + k * 5, 842 + k * 14, wide, 9, "#c9b890")


def _tower(canvas: Canvas, x: float, foot: float) -> None:
    """Five storeys, each a little narrower, with lifted eaves and a ringed spire."""
    canvas.rect(x - 150, foot - 30, 300, 60, "#7d7766")
    canvas.rect(x - 166, foot - 8, 332, 40, "#656152")
    y = foot - 30
    for level in range(5):
        half, tall = 118 - level * 15, 84 - level * 5
        canvas.rect(x - half, y - tall, half * 2, tall, "#a8402c")
        canvas.rect(x + half * 0.35, y - tall, half * 0.65, tall, "#7d2c26")
        for k in range(5):
            canvas.rect(x - half + k * half * 0.485, y - tall, 8, tall, "#5a1f20")
        for side in (-0.5, 0.0, 0.5):
            canvas.rect(x + side * half * 0.96 - 11, y - tall * 0.72, 22, tall * 0.5, "#f2c25c")
            canvas.rect(x + side * half * 0.96 - 1.5, y - tall * 0.72, 3, tall * 0.5, "#5a1f20")
        canvas.rect(x - half - 14, y - 14, half * 2 + 28, 8, SAFFRON)
        y -= tall
        eave = half + 66
        left = [(-eave, -16), (-eave * 0.8, 6), (-half, 10)]
        right = [(-px, py) for px, py in reversed(left)]
        top = [(half * 0.8, -38), (-half * 0.8, -38)]
        canvas.poly(
            placed([*outline(left, False), *outline(right, False), *top], x, y, 1), "#26414a"
        )
        rim = outline([*left, (half, 10), *right[1:]], False)
        canvas.line(placed(rim, x, y, 1), "#d9b25c", 4)
        for k in range(-6, 7):
            canvas.line([(x + k * half * 0.13, y - 36), (x + k * half * 0.19, y + 6)], "#3a5a62", 3)
        for side in (-1, 1):
            canvas.line(
                [(x + side * (eave - 6), y - 12), (x + side * (eave - 6), y + 12)], "#d9b25c", 3
            )
        y -= 30
    canvas.line([(x, y), (x, y - 120)], "#8a6a3c", 7)
    for k in range(6):
        canvas.oval(x, y - 22 - k * 14, 17 - k * 1.8, 4.5, SAFFRON)
    canvas.disc(x, y - 120, 8, SAFFRON)


def _pine(canvas: Canvas, foot: Point, size: float, tone: Colour) -> None:
    """A pine of flat clouds on a leaning trunk."""
    x, y = foot
    canvas.taper(
        (x, y), (x + 26 * size, y - 190 * size), (15 * size, 6 * size), mix(tone, "#2a1a18", 0.4)
    )
    for px, py, wide in (
        (-34, -92, 62),
        (50, -122, 66),
        (-14, -160, 70),
        (40, -196, 60),
        (18, -232, 40),
    ):
        canvas.oval(x + px * size, y + py * size, wide * size, 19 * size, tone)
        canvas.oval(x + (px + 8) * size, y + (py - 9) * size, wide * 0.62 * size, 15 * size, tone)


def kites(canvas: Canvas, rng: random.Random) -> None:
    for band, tone in enumerate(("#4f86b8", "#6a9cc6", "#8ab4d2", "#aecbdc", "#d2dfde", "#f2e6cf")):
        canvas.rect(0, band * 130, 1500, 140 if band < 5 else 400, tone)
        canvas.below(rolling(rng, band * 130, 26, 3), tone)
    for x, y in ((240.0, 190.0), (1160.0, 130.0), (760.0, 330.0)):
        for dx, dy, size in ((-70, 10, 46), (0, -14, 66), (76, 8, 50), (0, 20, 100)):
            canvas.oval(x + dx, y + dy, size * 1.3, size * 0.5, "#e7eff0")
    flock = (
        (330, 330, 1.25, 0.3, 0),
        (640, 180, 0.9, -0.2, 1),
        (905, 350, 1.5, 0.25, 2),
        (1210, 230, 1.05, -0.3, 3),
        (130, 150, 0.62, 0.1, 4),
        (1400, 420, 0.72, 0.4, 5),
        (500, 490, 0.6, -0.4, 3),
        (1060, 90, 0.5, 0.2, 0),
        (760, 66, 0.42, -0.2, 4),
    )
    for left, top, long, turn, dye in flock:
        _kite(canvas, (left, top), long, turn, dye)
    for layer, (base, tone) in enumerate(((700, "#d9b48a"), (780, "#bf8a62"), (880, "#8f5544"))):
        _flat_roofs(canvas, rng, base, tone, layer)
    for at, foot, tall in ((250, 778, 0.9), (1004, 790, 1.0), (1180, 796, 0.8), (560, 884, 1.2)):
        _flyer(canvas, (at, foot), tall)


def _kite(canvas: Canvas, at: Point, size: float, turn: float, dye: int) -> None:
    dyes = ("#d9482f", "#f2c53d", "#fbf7ee", "#2f7267", "#8f3f7a", "#e3812b")
    tone, other = dyes[dye], dyes[(dye + 2) % 6]

    def turned(points: list[Point]) -> list[Point]:
        c, s = math.cos(turn), math.sin(turn)
        return placed([(px * c - py * s, px * s + py * c) for px, py in points], *at, size)

    tail = turned([(0, 92), (22, 150), (-16, 210), (18, 272), (-8, 320)])
    string = [
        turned([(0, 10)])[0],
        (at[0] + 90 * size - turn * 320, at[1] + 320),
        (at[0] - turn * 560, 850),
    ]
    canvas.line(outline(string, False), "#f3ece0", 1.6)
    canvas.line(outline(tail, False), other, 4 * size)
    for x, y in tail[1:]:
        canvas.poly(placed([(-15, -9), (0, 0), (-15, 9)], x, y, size), tone)
        canvas.poly(placed([(15, -9), (0, 0), (15, 9)], x, y, size), other)
    canvas.poly(turned([(0, -104), (86, -14), (0, 96), (-86, -14)]), tone)
    canvas.poly(turned([(0, -104), (86, -14), (0, 96)]), mix(tone, "#3a2030", 0.18))
    canvas.poly(turned([(0, -60), (46, -12), (0, 46), (-46, -12)]), other)
    canvas.poly(turned([(0, -34), (24, -10), (0, 20), (-24, -10)]), tone)
    canvas.line(turned([(0, -104), (0, 96)]), "#5a3b2a", 3 * size)
    canvas.line(turned(outline([(-86, -14), (0, -34), (86, -14)], False)), "#5a3b2a", 3 * size)


def _flat_roofs(canvas: Canvas, rng: random.Random, base: float, tone: Colour, layer: int) -> None:
    x = -60.0
    while x < 1540:
        wide, top = rng.uniform(130, 250), base + rng.uniform(-40, 36)
        canvas.rect(x, top, wide, 400, tone)
        canvas.rect(x + wide * 0.72, top, wide * 0.28, 400, mix(tone, "#4a2430", 0.3))
        canvas.rect(x - 6, top - 8, wide + 12, 14, mix(tone, PAPER, 0.32))
        for k in range(int(wide // 60)):
            left = x + 18 + k * 56
            canvas.rect(left, top + 40, 26, 46, mix(tone, "#2a1420", 0.6))
            canvas.oval(left + 13, top + 40, 13, 13, mix(tone, "#2a1420", 0.6))
        if rng.random() < 0.3 and layer < 2:
            canvas.oval(x + wide * 0.4, top - 6, 44, 46, mix(tone, "#2f7267", 0.5))
            canvas.rect(x + wide * 0.4 - 46, top - 8, 92, 12, mix(tone, PAPER, 0.32))
            canvas.line([(x + wide * 0.4, top - 50), (x + wide * 0.4, top - 78)], "#7a4a34", 3)
        elif layer == 2 and rng.random() < 0.6:
            canvas.line([(x + 20, top - 60), (x + wide - 20, top - 60)], "#3a2030", 2)
            for k in range(4):
                dye = rng.choice(("#f3e6c8", "#2f7267", "#d9662f", "#5b7fb8"))
                canvas.rect(
                    x + 28 + k * wide * 0.2, top - 60, wide * 0.14, rng.uniform(26, 44), dye
                )
            for post in (x + 20, x + wide - 20):
                canvas.line([(post, top - 64), (post, top)], "#3a2030", 4)
        x += wide + rng.choice((0, 4, 26))


def _flyer(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    for lean in (-9, 9):
        canvas.line(placed([(0, -34), (lean, 0)], x, y, size), "#2a1a28", 6 * size)
    canvas.poly(placed([(-12, -72), (12, -72), (15, -30), (-15, -30)], x, y, size), "#f3e6c8")
    canvas.line(placed([(-8, -66), (-30, -92)], x, y, size), "#6b4030", 6 * size)
    canvas.line(placed([(8, -66), (28, -86)], x, y, size), "#6b4030", 6 * size)
    canvas.disc(*placed([(0, -84)], x, y, size)[0], 10 * size, "#6b4030")


def dome(canvas: Canvas, rng: random.Random) -> None:
    bands = ("#16264f", "#2a3a6b", "#4d4a80", "#7d5a8a", "#b06f84", "#dc8d74", "#f0b36c")
    canvas.rect(0, 0, 1500, 1000, bands[0])
    for band, tone in enumerate(bands[1:], start=1):
        canvas.below(rolling(rng, band * 104 - 10, 14, 2), tone)
    for _ in range(80):
        canvas.disc(rng.uniform(0, 1500), rng.uniform(0, 320), rng.uniform(1, 2.4), "#d9dcf0")
    canvas.disc(1230, 180, 46, "#f6ecd2")
    canvas.disc(1250, 170, 42, bands[1])
    canvas.below(rolling(rng, 690, 40, 4), "#7a5470")
    canvas.below(rolling(rng, 740, 30, 4), "#553c60")
    _domed(canvas, (330, 860), 0.72, ("#c9895a", "#2f7f86"))
    _domed(canvas, (1190, 860), 0.8, ("#b97a58", "#2f7f86"))
    _domed(canvas, (750, 880), 1.3, ("#d99e66", "#2b6f94"))
    canvas.below(through([(0, 850), (500, 872), (1000, 866), (1500, 846)]), "#2b2345")
    for _ in range(60):
        x, size = rng.uniform(0, 1500), rng.uniform(18, 52)
        canvas.oval(x, 880 + rng.uniform(-10, 30), size, size * 1.1, "#1d1a3a")
    for x in (70, 150, 505, 560, 960, 1010, 1390, 1460):
        tall = rng.uniform(170, 300)
        leaf = [(0, -tall), (22, -tall * 0.5), (16, 0), (-16, 0), (-22, -tall * 0.5)]
        canvas.poly(placed(outline(leaf), x, 910, 1), "#17163a")
    canvas.below(through([(0, 925), (700, 940), (1500, 920)]), "#100f2a")


def _domed(canvas: Canvas, foot: Point, size: float, tones: tuple[str, str]) -> None:
    """A drum with arches under a ribbed dome."""
    x, y = foot
    stone, glaze = tones
    canvas.poly(placed([(-230, 0), (-230, -190), (230, -190), (230, 0)], x, y, size), stone)
    shade = [(90, 0), (90, -190), (230, -190), (230, 0)]
    canvas.poly(placed(shade, x, y, size), mix(stone, "#2b2345", 0.35))
    for at, half, tall in ((-155, 40, 130), (0, 62, 168), (155, 40, 130)):
        for grow, tone in ((1.16, PAPER), (1.0, "#1d2a55"), (0.74, "#f2b95a")):
            wide, high = half * grow, tall * grow
            arch = [
                (-wide, -high * 0.6),
                (-wide * 0.8, -high * 0.84),
                (0, -high),
                (wide * 0.8, -high * 0.84),
                (wide, -high * 0.6),
            ]
            shape = [(-wide, 0), *outline(arch, False), (wide, 0)]
            canvas.poly(placed([(px + at, py) for px, py in shape], x, y, size), tone)
    canvas.poly(placed([(-240, -204), (240, -204), (240, -186), (-240, -186)], x, y, size), PAPER)
    canvas.poly(placed([(-128, -300), (128, -300), (134, -204), (-134, -204)], x, y, size), stone)
    for k in range(-5, 6):
        slit = placed(
            [(k * 23 - 6, -286), (k * 23 + 6, -286), (k * 23 + 6, -220), (k * 23 - 6, -220)],
            x,
            y,
            size,
        )
        canvas.poly(slit, "#1d2a55" if k % 2 else SAFFRON)
    for step in range(13):
        side = math.sin((step - 6) / 6 * math.pi / 2)
        after = math.sin((step - 5) / 6 * math.pi / 2) if step < 12 else 1.0
        shine = mix(glaze, "#12204a" if side > 0.1 else "#9ad0cc", 0.12 + abs(side) * 0.26)
        canvas.poly(placed([*_rib(side), *reversed(_rib(after))], x, y, size), shine)
    for step in range(13):
        side = math.sin((step - 6) / 6 * math.pi / 2)
        canvas.line(placed(_rib(side), x, y, size), mix(glaze, "#0f1a33", 0.5), 3 * size)
    canvas.poly(placed([(-140, -306), (140, -306), (136, -288), (-136, -288)], x, y, size), PAPER)
    canvas.line(placed([(0, -520), (0, -596)], x, y, size), SAFFRON, 5 * size)
    for at, radius in ((-540, 11), (-566, 8), (-596, 5)):
        canvas.disc(*placed([(0, at)], x, y, size)[0], radius * size, SAFFRON)


def _rib(side: float) -> list[Point]:
    """One seam of the dome; ``side`` runs from its left edge (-1) to its right (1)."""
    profile = [
        (1.0, -304.0),
        (1.1, -350.0),
        (1.02, -410.0),
        (0.72, -466.0),
        (0.3, -506.0),
        (0.0, -526.0),
    ]
    return outline([(side * 126 * wide, at) for wide, at in profile], False)
