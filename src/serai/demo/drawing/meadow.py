"""Open country: horses on the steppe, an orchard in blossom, cranes in snow, a volcano at dawn."""

import math
import random

from serai.demo.drawing.canvas import (
    PAPER,
    SAFFRON,
    Canvas,
    Colour,
    Point,
    mix,
    outline,
    placed,
    rolling,
    through,
)

HORSE_GRAZING = (
    (-70, -78),
    (-30, -84),
    (10, -80),
    (42, -88),
    (66, -70),
    (84, -44),
    (98, -22),
    (112, -6),
    (100, 2),
    (84, -8),
    (66, -30),
    (48, -42),
    (30, -40),
    (-10, -36),
    (-50, -40),
    (-74, -52),
)
HORSE_STANDING = (
    (-70, -80),
    (-30, -86),
    (10, -82),
    (40, -92),
    (58, -122),
    (66, -138),
    (74, -130),
    (104, -104),
    (98, -94),
    (78, -102),
    (68, -84),
    (52, -48),
    (30, -40),
    (-10, -36),
    (-50, -40),
    (-74, -54),
)
CRANE = (
    (-64, -96),
    (-30, -112),
    (10, -116),
    (34, -128),
    (40, -160),
    (34, -190),
    (40, -214),
    (54, -220),
    (64, -212),
    (56, -204),
    (48, -186),
    (54, -158),
    (50, -124),
    (30, -92),
    (-8, -80),
    (-44, -80),
)


def steppe(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#cfe3dc")
    for band, tone in enumerate(("#dcebdd", "#ebefd9", "#f6efd2")):
        canvas.below(rolling(rng, 150 + band * 130, 24), tone)
    canvas.disc(1120, 300, 118, mix(SAFFRON, PAPER, 0.55))
    canvas.disc(1120, 300, 84, SAFFRON)
    for base, height, tone in ((500, 70, "#a9c5bd"), (545, 50, "#83aca0"), (585, 34, "#6d9a78")):
        canvas.below(rolling(rng, base, height, 5), tone)
    grounds = ("#8eb06a", "#7aa05a", "#5f8a4e", "#437341", "#2c5636")
    for step, tone in enumerate(grounds):
        hill = rolling(rng, 620 + step * 82, 38)
        canvas.below(hill, tone)
        for _ in range(70):
            x = rng.uniform(0, 1500)
            y = hill(x) + rng.uniform(8, 70)
            tall = 7 + step * 4
            blade = [(x, y), (x + tall * 0.4, y - tall)]
            canvas.line(blade, mix(tone, "#e4d27c", rng.uniform(0.12, 0.4)), 1.4 + step * 0.4)
    herd = (
        (250, 700, 0.62, 0),
        (380, 690, 0.56, 1),
        (1180, 716, -0.6, 0),
        (700, 790, 1.0, 1),
        (880, 806, -1.06, 0),
        (480, 842, 1.22, 0),
        (1190, 872, -1.4, 1),
    )
    coats = ("#5b2f22", "#8c4a25", "#2b2130", "#c98b45", "#f1e4c8")
    for number, (x, y, size, stands) in enumerate(herd):
        _horse(canvas, (x, y), size, HORSE_STANDING if stands else HORSE_GRAZING, coats[number % 5])
    for x, y, size in ((420, 190, 1.2), (560, 250, 0.7)):
        wing = [(-70, 4), (-34, -22), (0, 0), (34, -24), (72, 0), (32, -12), (0, 12), (-34, -10)]
        canvas.poly(placed(outline(wing), x, y, size), "#3a4a48")


def _horse(
    canvas: Canvas, foot: Point, size: float, shape: tuple[Point, ...], coat: Colour
) -> None:
    x, y = foot
    dark = mix(coat, "#140f18", 0.45)
    canvas.oval(x, y + 3, 86 * abs(size), 8 * abs(size), "#254a30")
    for at, lean in ((-58, -4), (36, 5)):
        leg = placed([(at, -48), (at + lean, 0)], x, y, size)
        canvas.taper(leg[0], leg[1], (14 * abs(size), 7 * abs(size)), dark)
    tail = placed(outline([(-72, -76), (-96, -56), (-98, -20), (-88, -18), (-80, -50)]), x, y, size)
    canvas.poly(tail, dark)
    canvas.poly(placed(outline(shape), x, y, size), coat)
    for at, lean in ((-44, 6), (50, -4)):
        leg = placed([(at, -48), (at + lean, 2)], x, y, size)
        canvas.taper(leg[0], leg[1], (17 * abs(size), 8 * abs(size)), coat)
    mane = [shape[3], shape[4], shape[5], (shape[4][0] - 16, shape[4][1] + 18)]
    canvas.poly(placed(outline(mane), x, y, size), dark)


def orchard(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#f6e3d0")
    canvas.below(rolling(rng, 170, 20), "#f3d5c4")
    for apex, spread, tone in (
        ((330, 170), 520, "#a9a5c4"),
        ((1010, 110), 640, "#9490b8"),
        ((1420, 220), 460, "#a9a5c4"),
    ):
        x, y = apex
        canvas.poly([(x, y), (x - spread, 640), (x + spread, 640)], tone)
        face = [(x, y), (x + spread, 640), (x + spread * 0.2, 640), (x + 40, y + 180)]
        canvas.poly(face, mix(tone, "#4c4a80", 0.3))
        cap = [
            (x, y),
            (x - spread * 0.22, y + 110),
            (x - 50, y + 84),
            (x, y + 128),
            (x + 54, y + 80),
            (x + spread * 0.22, y + 116),
        ]
        canvas.poly(cap, PAPER)
    for base, tone in ((520, "#8aa58a"), (575, "#6f9468")):
        canvas.below(rolling(rng, base, 30), tone)
    for row, (base, size) in enumerate(((610, 0.5), (690, 0.72), (795, 1.0), (930, 1.4))):
        ground = rolling(rng, base, 14)
        canvas.below(ground, mix("#87a95c", "#2f5a3c", row / 3.4))
        step = 175 * size + 40
        at = -40 + (row % 2) * step / 2 + rng.uniform(0, 40)
        while at < 1580:
            _blossom(canvas, rng, (at, ground(at) + 12), size * rng.uniform(0.88, 1.1))
            at += step * rng.uniform(0.86, 1.1)
    for _ in range(160):
        spot = (rng.uniform(0, 1500), rng.uniform(560, 1000))
        canvas.oval(*spot, 5, 3, rng.choice(("#f8dce0", "#f0b6c2", "#fff4f0")))


def _blossom(canvas: Canvas, rng: random.Random, foot: Point, size: float) -> None:
    """A short trunk with three limbs and a round crown of flowers."""
    x, y = foot
    canvas.oval(x + 10 * size, y, 80 * size, 11 * size, "#3d5f3c")
    canvas.taper((x, y), (x + 4 * size, y - 80 * size), (22 * size, 14 * size), "#4b2a2c")
    for lean in (-46, 6, 50):
        end = (x + lean * size, y - 150 * size)
        canvas.taper((x + 4 * size, y - 74 * size), end, (12 * size, 4 * size), "#4b2a2c")
    for shade, tone, lift in ((96, "#c9788f", 0), (80, "#e79bab", -10), (52, "#f6c6cb", -24)):
        for _ in range(15):
            turn, far = rng.uniform(0, math.tau), rng.uniform(0.1, 1) ** 0.6 * shade
            spot = (
                x + math.cos(turn) * far * size,
                y + (lift - 150 + math.sin(turn) * far * 0.62) * size,
            )
            canvas.disc(*spot, rng.uniform(16, 30) * size, tone)
    for _ in range(34):
        turn, far = rng.uniform(0, math.tau), rng.uniform(0, 104)
        spot = (x + math.cos(turn) * far * size, y + (-158 + math.sin(turn) * far * 0.66) * size)
        canvas.disc(*spot, 5 * size, "#fff1ee")


def cranes(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#e9d9cf")
    canvas.disc(1060, 330, 250, "#efc9b0")
    canvas.disc(1060, 330, 178, "#d9664a")
    for base, tone in ((440, "#c9c6cc"), (500, "#a9b1c1"), (560, "#8b9bb3")):
        canvas.below(rolling(rng, base, 44, 5), tone)
    canvas.below(rolling(rng, 640, 12), "#dfe7ee")
    canvas.poly(
        outline(
            [
                (-80, 740),
                (420, 690),
                (900, 720),
                (1560, 690),
                (1560, 790),
                (900, 800),
                (300, 830),
                (-80, 800),
            ]
        ),
        "#7f9cba",
    )
    for _ in range(46):
        x, y = rng.uniform(0, 1500), rng.uniform(715, 785)
        canvas.line([(x - 26, y), (x + 26, y)], rng.choice(("#a5bcd2", "#6685a8")), 2.4)
    canvas.below(through([(0, 800), (420, 826), (900, 792), (1500, 770)]), "#f4f5f3")
    canvas.below(through([(0, 900), (500, 880), (1000, 915), (1500, 860)]), "#e3eaee")
    for x, y, size in ((560, 890, 1.75), (905, 915, -1.5)):
        _crane(canvas, (x, y), size)
    for x, y, size in ((240, 210, 0.9), (400, 270, 0.7), (130, 300, 0.62), (700, 150, 0.5)):
        _in_flight(canvas, (x, y), size)
    for x in (40, 70, 95, 130, 168, 210, 1270, 1310, 1345, 1390, 1430, 1470):
        tall = rng.uniform(240, 430)
        tip = (x + rng.uniform(-30, 46), 1000 - tall)
        canvas.line(outline([(x, 1010), (x + 4, 1000 - tall * 0.5), tip], False), "#8a6a3c", 5)
        plume = placed([(0, 0), (14, -40), (4, -92), (-8, -44)], *tip, 0.8)
        canvas.poly(outline(plume), "#6b4a2c")
    for _ in range(150):
        canvas.disc(rng.uniform(0, 1500), rng.uniform(0, 1000), rng.uniform(1.6, 4.6), "#ffffff")


def _crane(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    thick = abs(size)
    canvas.oval(x, y + 4, 70 * thick, 7 * thick, "#c3d0da")
    for knee, end in (((-6, -44), (-12, 0)), ((6, -46), (12, 2))):
        leg = placed([(0, -86), knee, end], x, y, size)
        canvas.line(leg, "#2b2f3a", 4.2 * thick)
    canvas.poly(placed(outline(CRANE), x, y, size), "#8792a0")
    train = [(-34, -112), (-84, -104), (-104, -70), (-88, -52), (-64, -66), (-30, -84)]
    canvas.poly(placed(outline(train), x, y, size), "#232833")
    neck = [(41, -128), (38, -160), (33, -190), (40, -212), (50, -204), (45, -186), (52, -158)]
    canvas.poly(placed(outline(neck), x, y, size), "#fbfaf6")
    canvas.poly(
        placed(outline([(-40, -104), (0, -112), (30, -104), (4, -88)]), x, y, size), "#b4bcc6"
    )
    canvas.disc(*placed([(50, -214)], x, y, size)[0], 8 * thick, "#c8402c")
    canvas.poly(placed([(58, -218), (100, -206), (58, -208)], x, y, size), "#7d7350")


def _in_flight(canvas: Canvas, at: Point, size: float) -> None:
    body = [(-110, 8), (-40, -6), (30, -8), (120, -18), (124, -12), (40, 8), (-30, 10)]
    canvas.poly(placed(outline(body), *at, size), "#fbfaf6")
    canvas.poly(placed([(-20, -2), (-64, -86), (-20, -74), (26, -4)], *at, size), "#fbfaf6")
    canvas.poly(placed([(-64, -86), (-44, -100), (-12, -80), (-20, -74)], *at, size), "#232833")
    canvas.line(placed([(-40, 8), (-128, 16)], *at, size), "#2b2f3a", 4 * size)


def volcano(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#23305f")
    bands = ("#35407a", "#57508a", "#86608f", "#b8728a", "#dd8e7c", "#f0b27c", "#f7d395")
    for band, tone in enumerate(bands):
        canvas.below(rolling(rng, 70 + band * 74, 14, 2), tone)
    for _ in range(40):
        canvas.disc(rng.uniform(0, 1500), rng.uniform(0, 190), rng.uniform(1, 2.4), "#e9e0ea")
    plume = [
        (720, 262),
        (676, 196),
        (720, 150),
        (690, 92),
        (770, 44),
        (900, 20),
        (1060, 40),
        (980, 80),
        (870, 96),
        (836, 140),
        (860, 190),
        (806, 262),
    ]
    canvas.poly(outline(plume), "#8f7396")
    canvas.poly(outline([(x + 26, y + 14) for x, y in plume[:6]] + plume[7:]), "#b08ba0")
    _cone(canvas, rng, (760, 250), 600, ("#4a3a66", "#2b2650"))
    _cone(canvas, rng, (280, 470), 330, ("#5c4870", "#3b3260"))
    _cone(canvas, rng, (1240, 440), 380, ("#5c4870", "#3b3260"))
    for base, tone in ((690, "#c98f98"), (740, "#dfaea4"), (800, "#efcdb4"), (868, "#a98aa0")):
        edge = rolling(rng, base, 26, 6)
        canvas.below(edge, tone)
        for x in range(-40, 1560, 120):
            canvas.oval(x + rng.uniform(-30, 30), edge(x) + 16, rng.uniform(70, 130), 26, tone)
    canvas.below(through([(0, 905), (380, 935), (820, 900), (1180, 950), (1500, 880)]), "#1d1a3c")
    for x, tall in ((1150, 44), (1190, 52), (1226, 40), (320, 46)):
        y = 942 if x > 1000 else 932
        canvas.poly(
            [(x - 9, y), (x - 6, y - tall * 0.7), (x + 6, y - tall * 0.7), (x + 9, y)], "#120f2a"
        )
        canvas.disc(x, y - tall * 0.84, 7, "#120f2a")


def _cone(
    canvas: Canvas, rng: random.Random, top: Point, spread: float, tones: tuple[str, str]
) -> None:
    """A mountain with a broken rim; ribs of old lava run down both sides."""
    x, y = top
    rim = spread * 0.11
    left = [(x - rim, y), (x - rim * 1.9, y + 130), (x - spread * 0.5, y + 290), (x - spread, 900)]
    right = [
        (x + rim, y + 6),
        (x + rim * 2, y + 140),
        (x + spread * 0.52, y + 290),
        (x + spread, 900),
    ]
    lip = [(x - rim * 0.4, y + 20), (x + rim * 0.3, y + 8)]
    curve, other = outline(left, False), outline(right, False)
    canvas.poly([*reversed(curve), *lip, *other], tones[0])
    middle = [
        (x + rim * 0.2, y + 14),
        (x - rim * 0.3, y + 160),
        (x + rim * 1.2, 560),
        (x + rim, 900),
    ]
    canvas.poly([*outline(middle, False), *reversed(other)], tones[1])
    wide = 0.5 * min(1.0, (760 - y) / 290) + 0.5 * max(0.0, (470 - y) / (610 - y))
    for step in range(-6, 7):
        reach = spread * step / 7
        start = (x + reach * 0.13, y + 66 + abs(step) * 6)
        end = (x + reach * wide * 0.94 + rng.uniform(-6, 6), 760)
        tone = mix(tones[1] if step < 1 else tones[0], "#1d1a3c", 0.22)
        canvas.taper(start, end, (3, spread * 0.024), tone)
