"""High mountains at night, with a lake and a lit tent."""

import math
import random

from serai.demo.drawing.canvas import (
    SAFFRON,
    Canvas,
    Point,
    ellipse_points,
    mix,
    placed,
    rolling,
    through,
)


def peaks(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 0, 1500, 1000, "#0f1d40")
    for ring, radius in enumerate((330, 220, 130)):
        canvas.disc(1215, 190, radius, mix("#0f1d40", "#2d559c", 0.16 + 0.14 * ring))
    canvas.disc(1215, 190, 62, "#f6ecd2")
    canvas.disc(1241, 176, 54, mix("#0f1d40", "#2d559c", 0.44))
    for _ in range(150):
        star = (rng.uniform(0, 1500), rng.uniform(0, 520))
        if math.dist(star, (1215, 190)) < 110:
            continue
        canvas.disc(
            *star, rng.choice((1.1, 1.4, 1.8, 2.6)), rng.choice(("#c9d9f2", "#f4ead2", "#6f93cf"))
        )
    far = (((100, 420), 330), ((470, 480), 300), ((1430, 395), 360))
    for apex, spread in far:
        _peak(canvas, rng, apex, spread, ("#34609f", "#244a86", "#8fb0dc"))
    near = (((1190, 330), 430), ((300, 370), 420), ((735, 130), 560))
    for apex, spread in near:
        _peak(canvas, rng, apex, spread, ("#5b8ac6", "#2a569c", "#fbf7ee"))
    canvas.below(rolling(rng, 738, 16), "#16305f")
    _firs(canvas, rng, 775, "#10244c", 30)
    _lake(canvas, rng)
    canvas.below(through([(0, 872), (360, 905), (860, 948), (1180, 930), (1500, 872)]), "#0a1430")
    _tent(canvas, (470, 930), 1.0)
    _firs(canvas, rng, 0, "#070e22", 0)


def _peak(
    canvas: Canvas, rng: random.Random, apex: Point, spread: float, tones: tuple[str, str, str]
) -> None:
    """Two faces parted by a broken ridge, snow on top with a torn edge."""
    lit, shade, snow = tones
    x, y = apex
    tall = 770 - y
    ridge = [apex]
    for share, lean in ((0.14, 18), (0.25, -8), (0.42, 46), (0.6, 8), (0.8, 60), (1.0, 34)):
        ridge.append((x + lean * spread / 420 + rng.uniform(-8, 8), y + tall * share))
    canvas.poly([*ridge, (x - spread, 770)], lit)
    canvas.poly([*ridge, (x + spread, 770)], shade)
    for share, reach in ((0.42, 0.3), (0.6, 0.22)):
        left = x - spread * share
        top = y + tall * share
        shoulder = (left + spread * 0.16, top + tall * 0.1)
        rib = [(left, top), shoulder, (left + spread * 0.05, 770), (left - spread * reach, 770)]
        canvas.poly(rib, mix(lit, shade, 0.45))
    cap = 0.3
    torn = [
        (0.0, 0.0),
        (0.16, 0.1),
        (0.3, -0.05),
        (0.46, 0.13),
        (0.62, 0.0),
        (0.8, 0.14),
        (1.0, 0.0),
    ]
    middle = (ridge[2][0] + 8, ridge[2][1] + tall * 0.09)
    for side, tone in ((-1, snow), (1, mix(snow, "#5b8ac6", 0.42))):
        corner = (x + side * spread * cap, y + tall * cap)
        edge = [
            (
                corner[0] + (middle[0] - corner[0]) * t,
                corner[1] + (middle[1] - corner[1]) * t + dip * tall * 0.42,
            )
            for t, dip in torn
        ]
        canvas.poly([apex, *edge, *reversed(ridge[:3])], tone)


def _firs(canvas: Canvas, rng: random.Random, base: float, tone: str, count: int) -> None:
    """A row of firs on the far shore, or, without a base, three tall ones at each side in front."""
    if base:
        spots = [
            (rng.uniform(-20, 1520), base + rng.uniform(0, 14), rng.uniform(28, 62))
            for _ in range(count * 3)
        ]
    else:
        spots = [
            (40, 960, 330),
            (150, 985, 250),
            (1468, 950, 390),
            (1370, 985, 290),
            (1288, 1000, 190),
            (-40, 980, 250),
        ]
    for x, y, tall in spots:
        for tier in range(5):
            top = y - tall + tall * 0.15 * tier
            half = tall * (0.07 + 0.045 * tier)
            canvas.poly(
                [
                    (x, top),
                    (x + half, top + tall * 0.3),
                    (x, top + tall * 0.25),
                    (x - half, top + tall * 0.3),
                ],
                tone,
            )
        canvas.rect(x - tall * 0.02, y - tall * 0.15, tall * 0.04, tall * 0.2, tone)


def _lake(canvas: Canvas, rng: random.Random) -> None:
    canvas.rect(0, 782, 1500, 220, "#1d3f7c")
    for row in range(34):
        y = 786 + row * 5.2
        for _ in range(7):
            x = rng.gauss(735, 210)
            length = rng.uniform(20, 120) * (1 - row / 60)
            canvas.line(
                [(x - length / 2, y), (x + length / 2, y)],
                rng.choice(("#5b8ac6", "#8fb0dc", "#2a569c")),
                2,
            )
        x = rng.uniform(0, 1500)
        canvas.line([(x - 90, y), (x + 90, y)], "#152f62", 2.4)
        moon = 1215 + rng.uniform(-22, 22)
        canvas.line([(moon - 20, y), (moon + 20, y)], "#e9d9a8", 2.2 if row % 2 else 1.2)


def _tent(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    for radius in (150, 110, 80):
        glow = ellipse_points(x, y + 4, radius * 1.6 * size, radius * 0.2 * size)
        canvas.veil(glow, SAFFRON, 0.12)
    canvas.poly(placed([(-78, 0), (-10, -96), (96, -12), (60, 6)], x, y, size), "#c77c1c")
    canvas.poly(placed([(-78, 0), (-10, -96), (48, 6)], x, y, size), "#f3bd4a")
    canvas.poly(placed([(-30, 2), (-10, -70), (14, 5)], x, y, size), "#fbe9b8")
    canvas.poly(placed([(-10, -70), (-4, 4), (14, 5)], x, y, size), "#7a3b22")
    for start, end in (((-10, -96), (-118, 8)), ((96, -12), (130, 8))):
        canvas.line(placed([start, end], x, y, size), "#6d5a40", 1.6)
