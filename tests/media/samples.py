"""Pictures as they come from outside: cameras, agencies, and people who mean harm."""

import io
import struct
import zlib
from typing import Any

from PIL import Image as Pixels
from PIL import ImageCms

#: Stands in places, serial numbers and comments; must not be found in any file of ours.
SECRET = "SECRET-4711"
RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 170, 30), (30, 30, 220), (128, 128, 128)

NASTY_NAMES = [
    "../../../etc/passwd.jpg", "..\\..\\windows\\win.ini.jpg", "/etc/cron.d/x.jpg", "C:\\a.jpg",
    "a/../../b.jpg", "....//....//x.jpg", "%2e%2e%2fx.jpg", "..%252fx.jpg", ".htaccess", ".jpg",
    "..jpg", "...", "x.jpg.", "x.jpg ", " x.jpg", "x.php.jpg", "x.jpg.php", "x.jpg;.php",
    "x.svg", "x.html", "x.shtml.jpg", "x.jpg\x00.php", "x\r\nSet-Cookie: a=b.jpg", "x\n.jpg",
    "x\t.jpg", "\u202egpj.exe", "photo\u202egpj.js", "\u200f\u2067x\u2069.jpg", "\ufeffx.jpg",
    "<img src=x onerror=alert(1)>.jpg", "\"><script>alert(1)</script>.jpg", "' OR 1=1 --.jpg",
    "$(reboot).jpg", "`id`.jpg", "| ls.jpg", "-rf.jpg", "CON.jpg", "NUL", "aux.jpg",
    "ф" * 300 + ".jpg", "a" * 300 + ".jpg", "фото с моря.jpg", "e\u0301.jpg", "\U0001f600.jpg",
]  # fmt: skip


def written(pixels: Pixels.Image, image_format: str = "JPEG", **options: Any) -> bytes:
    content = io.BytesIO()
    pixels.save(content, image_format, **options)
    return content.getvalue()


def quarters(width: int = 120, height: int = 80) -> Pixels.Image:
    """Red and green above, blue and grey below: shows how a picture lies."""
    pixels = Pixels.new("RGB", (width, height), RED)
    pixels.paste(GREEN, (width // 2, 0, width, height // 2))
    pixels.paste(BLUE, (0, height // 2, width // 2, height))
    pixels.paste(GREY, (width // 2, height // 2, width, height))
    return pixels


def corners(content: bytes) -> list[tuple[int, int, int]]:
    with Pixels.open(io.BytesIO(content)) as pixels:
        last = (pixels.width - 8, pixels.height - 8)
        places = [(8, 8), (last[0], 8), (8, last[1]), last]
        return [pixels.convert("RGB").getpixel(place) for place in places]  # type: ignore[misc]


def is_near(left: tuple[int, ...], right: tuple[int, ...], most: int = 24) -> bool:
    return all(abs(one - other) <= most for one, other in zip(left, right, strict=True))


def camera_exif(orientation: int = 1) -> Pixels.Exif:
    exif = Pixels.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = f"Maker {SECRET}"
    exif[0x0110] = f"Model {SECRET}"
    exif[0x013B] = "Пётр Снимков".encode().decode("latin-1")
    exif[0x8298] = "(c) Camera"
    exif.get_ifd(0x8769).update({0xA431: SECRET, 0x9286: b"ASCII\0\0\0" + SECRET.encode()})
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 45.0, 7.0), 3: "E", 4: (37.0, 36.0, 9.0)})
    return exif


def xmp(**fields: str) -> bytes:
    rows = {
        "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
        "rights": "<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>{}</rdf:li></rdf:Alt>"
        "</dc:rights>",
        "description": "<dc:description><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:description>",
        "credit": "<photoshop:Credit>{}</photoshop:Credit>",
        "source": "<photoshop:Source>{}</photoshop:Source>",
        "headline": "<photoshop:Headline>{}</photoshop:Headline>",
    }
    inner = "".join(rows[name].format(text) for name, text in fields.items())
    return (
        "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>"
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'"
        " xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
        f" xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' aux:SerialNumber='{SECRET}'>"
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def iptc(fields: dict[int, bytes], *, utf8: bool = False) -> bytes:
    sets = [(1, 90, b"\x1b%G")] if utf8 else []
    sets += [(2, number, value) for number, value in fields.items()]
    return b"".join(
        b"\x1c" + bytes((record, number)) + struct.pack(">H", len(value)) + value
        for record, number, value in sets
    )


def with_iptc(jpeg: bytes, sets: bytes) -> bytes:
    """The JPEG with a Photoshop block of IPTC data behind its first marker."""
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets + b"\0" * (len(sets) % 2)
    body = b"Photoshop 3.0\0" + block
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def camera_jpeg(orientation: int = 1) -> bytes:
    """A picture with place, serial number, thumbnail words, comment, XMP and IPTC."""
    jpeg = written(
        quarters(), quality=95, exif=camera_exif(orientation).tobytes(), comment=SECRET.encode(),
        xmp=xmp(creator="Анна Морева", credit="Море Пресс", rights="© Море"),
    )  # fmt: skip
    return with_iptc(jpeg, iptc({90: SECRET.encode(), 120: "Маяк у порта".encode()}, utf8=True))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, rows: bytes | None = None) -> bytes:
    """A grey PNG whose header may promise more than there is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(rows if rows is not None else b"\0" * (width + 1) * height, 9)
    chunks = [png_chunk(b"IHDR", head), *extra, png_chunk(b"IDAT", pixels), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def bomb(kind: bytes, head: bytes) -> bytes:
    return png_chunk(kind, head + zlib.compress(b"A" * 64_000_000, 9))


def wide_webp(width: int, height: int) -> bytes:
    body = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def hostile() -> dict[str, tuple[bytes, str]]:
    """Name of the trick -> bytes and the reason with which they are refused."""
    jpeg = written(quarters(600, 400))
    small, gif = written(quarters(16, 16), "PNG"), written(quarters(16, 16), "GIF")
    return {
        "png 900 Mpx": (png(30_000, 30_000, rows=b"\0" * 1_000_000), "pixels"),
        "png 2 G x 2 G": (png(2**31 - 1, 2**31 - 1, rows=b""), "pixels"),
        "png zTXt bomb": (png(8, 8, bomb(b"zTXt", b"Comment\0\0")), "broken"),
        "png iTXt bomb": (png(8, 8, bomb(b"iTXt", b"Comment\0\1\0\0\0")), "broken"),
        "png without rows": (png(80, 80, rows=b""), "broken"),
        "png cut in its head": (small[:20], "broken"),
        "webp 16383 x 16383": (wide_webp(16_383, 16_383), "pixels"),
        "webp of a head only": (wide_webp(60, 60), "broken"),
        "gif 65535 x 65535": (gif[:6] + b"\xff" * 4 + gif[10:], "pixels"),
        "gif of a head only": (b"GIF89a" + struct.pack("<HH", 9, 9) + b"\0\0\0;", "format"),
        "jpeg cut in half": (jpeg[: len(jpeg) // 2], "broken"),
        "jpeg of a head only": (jpeg[:4], "format"),
        "jpeg of 60 Mpx": (_taller(jpeg), "pixels"),
        "svg": (SVG, "format"),
        "svg with a gif's name inside": (b"<!-- GIF89a -->" + SVG, "format"),
        "html": (b"<html><script>alert(1)</script></html>", "format"),
        "tiff": (written(quarters(), "TIFF"), "format"),
        "bmp": (written(quarters(), "BMP"), "format"),
        "ico": (written(quarters(16, 16), "ICO"), "format"),
        "pdf": (b"%PDF-1.7\n" + b"\0" * 100, "format"),
        "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "format"),
        "zip": (b"PK\x03\x04" + b"\0" * 100, "format"),
        "eicar": (EICAR, "format"),
        "noise": (bytes(range(256)) * 40, "format"),
        "zeros": (b"\0" * 4096, "format"),
        "one byte": (b"\xff", "format"),
    }  # fmt: skip


def _taller(jpeg: bytes) -> bytes:
    """The JPEG with a size of 10,000 x 6,000 in its frame header."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", 6000, 10_000) + jpeg[at + 9 :]


def gif_and_script() -> bytes:
    """A GIF that is a JavaScript program too."""
    gif = written(quarters(0x2A2F, 1).convert("P"), "GIF")  # its width reads «/*»
    return gif + b"*/=1;alert(1)//"


def animated(image_format: str) -> bytes:
    frames = [Pixels.new("RGB", (64, 48), color) for color in (RED, GREEN, BLUE)]
    options: dict[str, Any] = {"save_all": True, "append_images": frames[1:], "duration": 100}
    return written(frames[0], image_format, **options)


def wide_gamut_jpeg() -> bytes:
    """A plain grey with a profile that turns it into another one."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return written(Pixels.new("RGB", (64, 64), GREY), icc_profile=lab.tobytes(), quality=95)
