"""Places on the map of Asia: shores only, no borders.

The land in ``static/portal/asia.svg`` is drawn in Lambert's azimuthal equal-area projection with
its centre at 30° N 88° E (J. P. Snyder, Map Projections: A Working Manual, 1987, formulas 24-2,
22-4, 22-5), in a box of 1000 by 844.
"""

from math import cos, radians, sin, sqrt
from typing import Any

from django import template

from serai.portal.pages import Place

register = template.Library()

CENTRE = (radians(30.0), radians(88.0))
SCALE, EAST, SOUTH = 649.8, 515.3, 414.5
#: Size of the window round a place, twice as wide as high.
WIDTH, HEIGHT = 860.0, 430.0
MAP_WIDTH, MAP_HEIGHT = 1000.0, 844.0


def locate(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place (degrees) stands in the drawing: x to the right, y down."""
    lat, lon = radians(latitude), radians(longitude) - CENTRE[1]
    lat0 = CENTRE[0]
    k = sqrt(2 / (1 + sin(lat0) * sin(lat) + cos(lat0) * cos(lat) * cos(lon)))
    x = k * cos(lat) * sin(lon)
    y = k * (cos(lat0) * sin(lat) - sin(lat0) * cos(lat) * cos(lon))
    return EAST + SCALE * x, SOUTH - SCALE * y


@register.inclusion_tag("portal/parts/locator.html")
def locator(place: Place) -> dict[str, Any]:
    """A window of the map round the place, kept inside the drawing."""
    x, y = locate(place.latitude, place.longitude)
    left = min(max(x - WIDTH / 2, 0.0), MAP_WIDTH - WIDTH)
    top = min(max(y - HEIGHT / 2, 0.0), MAP_HEIGHT - HEIGHT)
    return {
        "name": place.name,
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "box": f"{left:.0f} {top:.0f} {WIDTH:.0f} {HEIGHT:.0f}",
    }
