"""Writes pillow-golden.json: what Pillow makes of small images. Needs numpy and Pillow (13.0 was used).

    python pillow-golden.py
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy
from PIL import Image

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "lanczos": Image.Resampling.LANCZOS,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "box": Image.Resampling.BOX,
    "hamming": Image.Resampling.HAMMING,
}
# The last three lose so much height that Pillow begins with it.
SIZES = [
    ((13, 11), (7, 5)),
    ((13, 11), (29, 23)),
    ((13, 11), (5, 11)),
    ((13, 11), (1, 1)),
    ((13, 11), (13, 4)),
    ((8, 12), (6, 6)),
    ((8, 12), (12, 11)),
]


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def pattern(width: int, height: int) -> numpy.ndarray:
    """Sharp edges as well as slopes; pillow-resize.test.ts makes the same one."""
    y, x = numpy.mgrid[0:height, 0:width]
    return numpy.stack([x * 37 % 256, y * 53 % 256, (x * y * 29) % 256], -1).astype(numpy.uint8)


def png16(samples: numpy.ndarray, colour_type: int) -> bytes:
    """A 16-bit PNG, which Pillow cannot write in colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def encoded_images() -> dict[str, bytes]:
    rgb = Image.fromarray(pattern(9, 6))
    y, x = numpy.mgrid[0:6, 0:9]
    alpha = (x * y * 31 % 256).astype(numpy.uint8)
    rgba = Image.fromarray(numpy.dstack([pattern(9, 6), alpha]))
    palette = rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
    turned = Image.Exif()
    turned[274] = 6
    colour16 = numpy.stack([x * 7001 % 65536, y * 9973 % 65536, x * y * 991 % 65536], -1)

    def save(image: Image.Image, kind: str, **options) -> bytes:
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    return {
        "rgb png": save(rgb, "PNG"),
        "rgb png with alpha": save(rgba, "PNG"),
        "grey png": save(rgb.convert("L"), "PNG"),
        "grey png with alpha": save(rgba.convert("LA"), "PNG"),
        "black and white png": save(rgb.convert("1"), "PNG"),
        "palette png": save(palette, "PNG"),
        "palette png with a transparent colour": save(palette, "PNG", transparency=3),
        "16-bit grey png": png16(x * 40 + y, 0),
        "16-bit colour png": png16(colour16, 2),
        "jpeg": save(rgb, "JPEG", quality=90),
        "grey jpeg": save(rgb.convert("L"), "JPEG", quality=90),
        "jpeg with an orientation tag": save(rgb, "JPEG", exif=turned, quality=90),
        "cmyk jpeg": save(rgb.convert("CMYK"), "JPEG", quality=95),
        "cmyk tiff": save(rgb.convert("CMYK"), "TIFF"),
        "lossless webp with alpha": save(rgba, "WEBP", lossless=True),
        "gif": save(rgb, "GIF"),
    }


def main() -> None:
    golden = {
        "resized": [
            {
                "filter": name,
                "source": source,
                "width": target[0],
                "height": target[1],
                "rgb": base64_of(Image.fromarray(pattern(*source)).resize(target, code).tobytes()),
            }
            for name, code in FILTERS.items()
            for source, target in SIZES
        ],
        "decoded": [],
    }
    for name, encoded in encoded_images().items():
        image = Image.open(io.BytesIO(encoded)).convert("RGB")
        golden["decoded"].append(
            {
                "name": name,
                "encoded": base64_of(encoded),
                "width": image.width,
                "height": image.height,
                "rgb": base64_of(image.tobytes()),
            }
        )
    target = Path(__file__).with_name("pillow-golden.json")
    target.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
