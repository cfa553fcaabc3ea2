"""The shapes in which the portal shows pictures. Pure data and arithmetic, no Django."""

from dataclasses import dataclass

FORMATS = ("avif", "webp", "jpeg")


@dataclass(frozen=True, slots=True)
class Shape:
    """A box in pixels; ``cropped``: cut round the focal point, else the ratio stays."""

    name: str
    width: int
    height: int
    cropped: bool


SHAPES: tuple[Shape, ...] = (
    Shape("card-420", 420, 280, True),
    Shape("card-840", 840, 560, True),
    Shape("wide-840", 840, 1200, False),
    Shape("wide-1680", 1680, 2400, False),
)
BY_NAME = {shape.name: shape for shape in SHAPES}


def spec(shape: str, image_format: str) -> str:
    """Text under which a rendition of this shape and format is kept."""
    return f"{shape}|{image_format}"


ALL_SPECS: tuple[str, ...] = tuple(spec(s.name, f) for s in SHAPES for f in FORMATS)


def crop_box(
    width: int, height: int, shape: Shape, focus: tuple[float, float] = (0.5, 0.5)
) -> tuple[int, int, int, int]:
    """Largest box of the shape's ratio inside the picture, as near to ``focus`` as it can be.

    ``focus`` is a share of width and height; the box is (left, top, right, bottom) in pixels.
    """
    if not shape.cropped:
        return (0, 0, width, height)
    ratio = shape.width / shape.height
    box_width = min(width, round(height * ratio))
    box_height = min(height, round(width / ratio))
    left = min(max(round(focus[0] * width - box_width / 2), 0), width - box_width)
    top = min(max(round(focus[1] * height - box_height / 2), 0), height - box_height)
    return (left, top, left + box_width, top + box_height)


def fit(width: int, height: int, shape: Shape) -> tuple[int, int]:
    """Size of a picture scaled into the shape, never enlarged."""
    scale = min(shape.width / width, shape.height / height, 1.0)
    return (max(1, round(width * scale)), max(1, round(height * scale)))
