"""The drawing board: a page of 1500 by 1000 units, painted oversize and then reduced."""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from PIL import Image, ImageColor, ImageDraw

Point: TypeAlias = tuple[float, float]
Colour: TypeAlias = str | tuple[int, int, int]
Curve: TypeAlias = Callable[[float], float]

PAGE_WIDTH = 1500.0
PAGE_HEIGHT = 1000.0
OVERSIZE = 3

PAPER = "#fbf7ee"
SAND = "#e6d8b8"
SAFFRON = "#e3a22b"
TERRACOTTA = "#a8482a"
TEAL = "#2f7267"
LAPIS = "#1b4585"
LAPIS_DEEP = "#12305f"
NIGHT = "#0f1a33"


def mix(first: Colour, second: Colour, part: float) -> tuple[int, int, int]:
    """The colour that lies `part` of the way from the first to the second."""
    a, b = (ImageColor.getrgb(c) if isinstance(c, str) else c for c in (first, second))
    red, green, blue = (round(a[i] + (b[i] - a[i]) * part) for i in range(3))
    return red, green, blue


class Canvas:
    """A picture in the making; all measures are page units, whatever the final width."""

    def __init__(self, width: int, ground: Colour) -> None:
        self.size = (width, round(width * PAGE_HEIGHT / PAGE_WIDTH))
        self.scale = width * OVERSIZE / PAGE_WIDTH
        big = (self.size[0] * OVERSIZE, self.size[1] * OVERSIZE)
        self.image = Image.new("RGB", big, ground)
        self.pen = ImageDraw.Draw(self.image)
        self.brush = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        return self.image.reduce(OVERSIZE)

    def _px(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, points: Iterable[Point], fill: Colour) -> None:
        self.pen.polygon(self._px(points), fill=fill)

    def rect(self, x: float, y: float, width: float, height: float, fill: Colour) -> None:
        self.poly([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.oval(x, y, radius, radius, fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        corners = self._px([(x - across, y - down), (x + across, y + down)])
        self.pen.ellipse((*corners[0], *corners[1]), fill=fill)

    def veil(self, points: Iterable[Point], fill: Colour, opacity: float) -> None:
        """A shape that lets what lies under it shine through."""
        self.brush.polygon(self._px(points), fill=(*mix(fill, fill, 0), round(opacity * 255)))

    def halo(self, x: float, y: float, radius: float, fill: Colour, opacity: float) -> None:
        self.veil(ellipse_points(x, y, radius, radius), fill, opacity)

    def arc(
        self,
        centre: Point,
        radius: float,
        degrees: tuple[float, float],
        fill: Colour,
        width: float = 2,
    ) -> None:
        x, y = centre
        corners = self._px([(x - radius, y - radius), (x + radius, y + radius)])
        box = (*corners[0], *corners[1])
        self.pen.arc(box, degrees[0], degrees[1], fill=fill, width=self._thick(width))

    def line(self, points: Sequence[Point], fill: Colour, width: float = 2) -> None:
        """A line with round ends and joints."""
        thick = self._thick(width)
        self.pen.line(self._px(points), fill=fill, width=thick, joint="curve")
        if thick > 3:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, fill)

    def taper(self, start: Point, end: Point, widths: tuple[float, float], fill: Colour) -> None:
        """A limb that is thick at its start and thin at its end."""
        (x0, y0), (x1, y1) = start, end
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        nx, ny = (y1 - y0) / length / 2, (x0 - x1) / length / 2
        first, last = widths
        self.poly(
            [
                (x0 + nx * first, y0 + ny * first),
                (x1 + nx * last, y1 + ny * last),
                (x1 - nx * last, y1 - ny * last),
                (x0 - nx * first, y0 - ny * first),
            ],
            fill,
        )
        self.disc(x0, y0, first / 2, fill)
        self.disc(x1, y1, last / 2, fill)

    def below(self, curve: Curve, fill: Colour) -> None:
        """Everything from the curve down to the foot of the page."""
        edge = trace(curve)
        self.poly([*edge, (PAGE_WIDTH + 20, PAGE_HEIGHT + 20), (-20, PAGE_HEIGHT + 20)], fill)

    def inside(self, shape: Callable[["Canvas"], None], paint: Callable[["Canvas"], None]) -> None:
        """Paint only where `shape` puts white on a black page."""
        layer = Canvas(self.size[0], "#000000")
        layer.image.paste(self.image)
        paint(layer)
        stencil = Canvas(self.size[0], "#000000")
        shape(stencil)
        self.image.paste(layer.image, mask=stencil.image.convert("L"))

    def _thick(self, width: float) -> int:
        return max(1, round(width * self.scale))


def ellipse_points(x: float, y: float, across: float, down: float) -> list[Point]:
    turns = (i * math.tau / 96 for i in range(96))
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in turns]


def trace(curve: Curve, start: float = -20, end: float = PAGE_WIDTH + 20) -> list[Point]:
    """Points along a curve, close enough to look smooth."""
    steps = max(2, math.ceil((end - start) / 5))
    xs = (start + (end - start) * i / steps for i in range(steps + 1))
    return [(x, curve(x)) for x in xs]


def rolling(rng: random.Random, base: float, height: float, waves: int = 3) -> Curve:
    """A gentle skyline around `base`, at most `height` away from it."""
    parts = [
        (
            rng.uniform(0.6, 1.2) * (i + 1) * math.tau / PAGE_WIDTH,
            rng.uniform(0, math.tau),
            1 / (i + 1),
        )
        for i in range(waves)
    ]
    total = sum(weight for _, _, weight in parts)

    def curve(x: float) -> float:
        return base + height * sum(w * math.sin(x * f + p) for f, p, w in parts) / total

    return curve


def through(points: Sequence[Point]) -> Curve:
    """A smooth skyline through the given points, level at both ends."""
    slopes = [0.0]
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        before, after = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
        slopes.append(0.0 if before * after <= 0 else 2 * before * after / (before + after))
    slopes.append(0.0)

    def curve(x: float) -> float:
        i = 0
        while i < len(points) - 2 and x > points[i + 1][0]:
            i += 1
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        span = x1 - x0
        t = min(1.0, max(0.0, (x - x0) / span))
        rise = t * t * (3 - 2 * t)
        lift = slopes[i] * t * (1 - t) ** 2 - slopes[i + 1] * t * t * (1 - t)
        return y0 + (y1 - y0) * rise + lift * span

    return curve


def outline(points: Sequence[Point], closed: bool = True, steps: int = 8) -> list[Point]:
    """A smooth line (Catmull-Rom) through the points of a shape."""
    count = len(points)
    result: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(count - 1, max(0, i + k))] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            x, y = (_blend(p0[a], p1[a], p2[a], p3[a], t) for a in (0, 1))
            result.append((x, y))
    if not closed:
        result.append(points[-1])
    return result


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    """Points along a cubic curve from `a` to `d`."""
    result = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        x = sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True))
        y = sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True))
        result.append((x, y))
    return result


def placed(points: Iterable[Point], x: float, y: float, size: float) -> list[Point]:
    """A shape drawn around its own foot point, moved to its place; a negative size mirrors it."""
    return [(x + px * size, y + py * abs(size)) for px, py in points]
