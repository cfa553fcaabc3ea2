"""Taking in a picture as a camera writes it: the child's time and memory, then its cuts alone."""

import io
import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import Final

from PIL import Image as Pixels

from serai.media.formats.encoding import renditions
from serai.media.formats.parcel import open_in_child

SIZE: Final = (4000, 3000)
ROUNDS: Final = 3


def measure_pictures() -> dict[str, float]:
    """Median ms of a 12 Mpx JPEG through the child and of all its renditions; the child's peak.

    Call it before anything else starts children: the peak is the largest of all that have ended.
    """
    jpeg = camera_jpeg()
    taken = median_ms(lambda: open_in_child(jpeg))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with Pixels.open(io.BytesIO(open_in_child(jpeg).kept)) as pixels:
        pixels.load()
        cut = median_ms(lambda: renditions(pixels))
    return {
        "picture_in_mb": round(len(jpeg) / 2**20, 1),
        "picture_taken_ms": taken,
        "picture_child_peak_mb": round(peak, 1),
        "picture_renditions_ms": cut,
    }


def camera_jpeg() -> bytes:
    """Twelve million pixels with shapes and grain, so that nothing is too easy to encode."""
    shapes = Pixels.effect_mandelbrot(SIZE, (-2.0, -1.2, 1.0, 1.2), 60)
    grain = Pixels.frombytes("L", (1000, 750), os.urandom(750_000)).resize(SIZE)
    bands = [Pixels.blend(shapes, grain, share) for share in (0.1, 0.2, 0.3)]
    content = io.BytesIO()
    Pixels.merge("RGB", bands).save(content, "JPEG", quality=90)
    return content.getvalue()


def median_ms(step: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        step()
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 1)
