"""After dark: star trails over a yurt camp, lanterns over the roofs of a town."""

import math
import random

from serai.demo.drawing.canvas import (
    NIGHT,
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
    through,
)

LANTERNS = (
    (95, 250, 62, 0), (262, 420, 50, 1), (418, 205, 74, 2), (560, 500, 58, 0), (700, 315, 92, 1),
    (878, 520, 54, 2), (1012, 240, 66, 0), (1150, 430, 84, 2), (1312, 225, 56, 1),
    (1420, 475, 72, 0), (330, 660, 36, 2), (788, 690, 34, 0), (1085, 655, 38, 1), (150, 620, 34, 1),
)  # fmt: skip


def trails(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#0f1a36")
    pole = (905.0, 345.0)
    for ring in range(4):
        canvas.disc(*pole, 980 - ring * 250, mix("#0f1a36", "#1f3d78", 0.12 + 0.15 * ring))
    tones = ("#8fb2e6", "#5f86c4", "#f4ead2", "#e3a22b", "#c9d9f2", "#d98a55", "#3d67ab")
    radius = 16.0
    while radius < 1150:
        degree = rng.uniform(0, 360)
        stop = degree + 350
        while degree < stop - 12:
            sweep = rng.uniform(22, 74)
            if rng.random() < 0.72:
                tone = mix(rng.choice(tones), "#0f1a36", rng.choice((0.0, 0.0, 0.35, 0.55)))
                end = min(degree + sweep, stop)
                canvas.arc(pole, radius, (degree, end), tone, rng.choice((1.5, 1.5, 2.2, 3.2)))
            degree += sweep + rng.uniform(3, 10)
        radius += rng.uniform(9, 16)
    canvas.disc(*pole, 4.5, PAPER)
    for base, height, rock in ((735, 150, "#1b376c"), (790, 110, "#152a54"), (826, 60, "#101f40")):
        canvas.below(_crags(rng, base, height), rock)
    canvas.below(through([(0, 862), (420, 842), (900, 874), (1500, 846)]), "#0b1428")
    for x, y, size in ((1120, 874, 0.62), (300, 884, 1.15), (560, 905, 0.86)):
        _yurt(canvas, (x, y), size)
    canvas.below(through([(0, 938), (600, 930), (1080, 948), (1500, 922)]), "#080f1f")


def _crags(rng: random.Random, base: float, height: float) -> Curve:
    """A skyline of sharp tops, one corner every hundred units or so."""
    corners: list[Point] = []
    x, high = -60.0, False
    while x < 1900:
        lift = rng.uniform(0.55, 1.0) if high else rng.uniform(0.0, 0.25)
        corners.append((x, base - height * lift))
        high = not high
        x += rng.uniform(90, 190)

    def curve(at: float) -> float:
        i = max(k for k in range(len(corners) - 1) if corners[k][0] <= at or k == 0)
        (x0, y0), (x1, y1) = corners[i], corners[i + 1]
        return y0 + (y1 - y0) * (at - x0) / (x1 - x0)

    return curve


def _yurt(canvas: Canvas, foot: Point, size: float) -> None:
    """A felt tent with its bands; the door is open and lit."""
    x, y = foot
    wall, roof, band = "#b3a994", "#8d8576", "#a8482a"
    dome = [(-104, -70), (-84, -98), (-50, -124), (-16, -138), (16, -138), (50, -124), (84, -98)]
    canvas.poly(placed([*outline([*dome, (104, -70)], False)], x, y, size), roof)
    canvas.oval(x, y + 8 * size, 190 * size, 22 * size, "#16203a")
    canvas.oval(x - 8 * size, y + 12 * size, 74 * size, 13 * size, "#5d4730")
    foot_line = [(106, -6), (70, 2), (20, 6), (-20, 6), (-70, 2), (-106, -6)]
    canvas.poly(placed([(-100, -74), (100, -74), *foot_line], x, y, size), wall)
    shade = [(20, -74), (100, -74), *foot_line[:3]]
    canvas.poly(placed(shade, x, y, size), mix(wall, NIGHT, 0.4))
    right = [(14, -138), (50, -124), (84, -98), (104, -70), (22, -70)]
    canvas.poly(placed([*outline(right[:4], False), right[4]], x, y, size), mix(roof, NIGHT, 0.35))
    canvas.poly(placed([(-102, -76), (102, -76), (103, -64), (-103, -64)], x, y, size), band)
    for px in range(-96, 97, 24):
        mark = [(px, -76), (px + 6, -70), (px, -64), (px - 6, -70)]
        canvas.poly(placed(mark, x, y, size), SAFFRON)
    canvas.poly(placed([(-18, -136), (-12, -148), (12, -148), (18, -136)], x, y, size), band)
    canvas.poly(placed([(-30, 6), (-30, -60), (14, -60), (14, 6)], x, y, size), "#5b2b22")
    canvas.poly(placed([(-24, 6), (-24, -55), (8, -55), (8, 6)], x, y, size), "#f3bd4a")
    canvas.poly(placed([(-24, 6), (-24, -55), (-12, -48), (-12, 6)], x, y, size), "#8c4a25")


def lanterns(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#122247")
    for base, tone in ((330, "#162b57"), (520, "#1c3668"), (690, "#26457c"), (800, "#3a5a8e")):
        canvas.below(rolling(rng, base, 22), tone)
    for _ in range(110):
        spot = (rng.uniform(0, 1500), rng.uniform(0, 560))
        canvas.disc(*spot, rng.uniform(0.9, 2.2), "#86a3d6")
    for base, tone in ((812, "#1f3668"), (866, "#14244c"), (930, "#0c1733")):
        _roofs(canvas, rng, base, tone)
    tones = ("#e8a631", "#f4e6cc", "#cf5f35")
    for x, y, radius, _ in LANTERNS:
        for step in (2.5, 2.0, 1.5):
            canvas.halo(x, y, radius * step, "#f0b558", 0.075)
    for x, y, radius, dye in sorted(LANTERNS, key=lambda lamp: lamp[2]):
        canvas.line([(x, -5), (x, y - radius)], "#0c1733", 2.4)
        _lantern(canvas, (x, y), radius, tones[dye])


def _lantern(canvas: Canvas, centre: Point, radius: float, tone: Colour) -> None:
    """Paper on bamboo hoops, two wooden caps and a tassel."""
    x, y = centre
    tall = radius * 0.9
    canvas.oval(x, y, radius, tall, tone)
    canvas.oval(x, y, radius * 0.66, tall, mix(tone, "#fff1c4", 0.32))
    canvas.oval(x, y, radius * 0.3, tall, mix(tone, "#fff6dc", 0.62))
    for share in (1.0, 0.83, 0.5):
        hoop = [
            (
                x + radius * share * math.cos(a * math.tau / 72),
                y + tall * math.sin(a * math.tau / 72),
            )
            for a in range(73)
        ]
        canvas.line(hoop, mix(tone, "#5a1f1c", 0.55), max(1.4, radius * 0.028))
    for side in (-1, 1):
        top = y + side * tall * 0.93
        canvas.rect(x - radius * 0.36, top - radius * 0.09, radius * 0.72, radius * 0.18, "#2b1420")
        canvas.rect(x - radius * 0.36, top - radius * 0.03, radius * 0.72, radius * 0.06, SAFFRON)
    foot = y + tall * 1.02
    canvas.line([(x, foot), (x, foot + radius * 0.3)], "#2b1420", 2)
    canvas.disc(x, foot + radius * 0.3, radius * 0.085, SAFFRON)
    for spread in (-0.09, -0.045, 0, 0.045, 0.09):
        end = (x + radius * spread * 1.7, foot + radius * 0.86)
        canvas.line(
            [(x + radius * spread * 0.5, foot + radius * 0.34), end], "#cf5f35", radius * 0.04
        )


def _roofs(canvas: Canvas, rng: random.Random, base: float, tone: Colour) -> None:
    """A row of town roofs with raised corners and warm windows."""
    x = -120.0
    while x < 1560:
        width, lift = rng.uniform(190, 330), rng.uniform(-46, 26)
        y = base + lift
        eave, ridge = width * 0.13, rng.uniform(52, 78)
        canvas.rect(x, y, width, 400, tone)
        near = [(x + width * 0.2, y - ridge), (x + width * 0.09, y - 24), (x - eave, y - 14)]
        left = [*outline(near, False), (x - eave * 0.9, y - 4)]
        right = [(2 * x + width - px, py) for px, py in left]
        tiles = mix(tone, NIGHT, 0.55)
        canvas.poly([*left, (x, y + 10), (x + width, y + 10), *reversed(right)], tiles)
        canvas.rect(x + width * 0.15, y - ridge - 7, width * 0.7, 12, tiles)
        _windows(canvas, rng, (x, y), width, tone)
        x += width + rng.uniform(6, 36)


def _windows(canvas: Canvas, rng: random.Random, corner: Point, width: float, tone: Colour) -> None:
    for k in range(int(width // 62)):
        if rng.random() < 0.5:
            x, y = corner[0] + 26 + k * 62, corner[1] + 26
            canvas.rect(x, y, 34, 44, "#e9ab4a")
            canvas.rect(x + 15.5, y, 3, 44, tone)
            canvas.rect(x, y + 20, 34, 3, tone)
