"""The parent's side: foreign bytes go to the child, its answer is read with suspicion."""

import base64
import binascii
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from serai.core.limits import limit
from serai.core.sandbox import SandboxError, SandboxRefusal, run_in_child
from serai.media.formats.encoding import KEPT_EDGE, Made
from serai.media.formats.notes import LENGTHS, plain_line
from serai.media.formats.signing import Rights
from serai.media.shapes import ALL_SPECS, BY_NAME

READER: Final = "serai.media.formats.opening:open_picture"
Refusal = Literal["empty", "bytes", "format", "pixels", "broken", "heavy", "busy"]
_TOLD: Final[Mapping[str, Refusal]] = {"format": "format", "pixels": "pixels", "broken": "broken"}
_HEADS: Final = {"jpeg": b"\xff\xd8\xff", "webp": b"RIFF", "avif": b"\0\0\0"}
#: Each child may take most of a GiB; more uploads at once wait for their turn.
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_PATIENCE: Final = 60


class PictureError(ValueError):
    """The picture was not taken; ``reason`` says why, ``message`` tells more for the log."""

    def __init__(self, reason: Refusal, message: str = "") -> None:
        super().__init__(f"picture: {reason}" + (f" ({message})" if message else ""))
        self.reason: Refusal = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made new: the file that is kept, its renditions, and what it said of itself."""

    width: int
    height: int
    kept: bytes
    renditions: list[Made]
    notes: dict[str, str]

    @property
    def rights(self) -> Rights:
        """What the renditions say of themselves."""
        return Rights(**{field: self.notes.get(field, "") for field in Rights._fields})


def open_in_child(data: bytes) -> Picture:
    """The picture in these foreign bytes. Raises PictureError."""
    if not data:
        raise PictureError("empty")
    if len(data) > limit("image_bytes"):
        raise PictureError("bytes")
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise PictureError("busy")
    try:
        answer = run_in_child(
            READER,
            data,
            wall_seconds=limit("image_wall_seconds"),
            cpu_seconds=limit("image_cpu_seconds"),
            memory_mb=limit("image_memory_mb"),
        )
    except SandboxRefusal as refusal:
        raise PictureError(_TOLD.get(refusal.refusal, "broken"), refusal.message) from None
    except SandboxError as error:
        raise PictureError("heavy", str(error)) from None
    finally:
        _AT_ONCE.release()
    try:
        return _picture_from(answer)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise PictureError("broken", f"the child's answer: {error}") from None


def _picture_from(answer: Mapping[str, Any]) -> Picture:
    made = [_made(*row) for row in answer["renditions"]]
    if {rendition.spec for rendition in made} != set(ALL_SPECS) or len(made) != len(ALL_SPECS):
        raise ValueError("not every shape once")
    return Picture(
        width=_size(answer["width"], KEPT_EDGE),
        height=_size(answer["height"], KEPT_EDGE),
        kept=_content(answer["kept"], "jpeg"),
        renditions=made,
        notes={
            field: text
            for field, most in LENGTHS.items()
            if (text := plain_line(str(answer["notes"].get(field, "")), most))
        },
    )


def _made(spec: Any, width: Any, height: Any, content: Any) -> Made:
    name, _, image_format = str(spec).partition("|")
    shape = BY_NAME[name]
    return Made(
        str(spec),
        _size(width, shape.width),
        _size(height, shape.height),
        _content(content, image_format),
    )


def _size(value: Any, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError("a size out of bounds")
    return value


def _content(text: Any, image_format: str) -> bytes:
    content = base64.b64decode(text, validate=True)
    if not content.startswith(_HEADS[image_format]):
        raise ValueError(f"no {image_format}")
    return content
