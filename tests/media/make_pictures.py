#!/usr/bin/env python3
"""Makes picture_cases.h: small picture files of many kinds, and what OpenCV reads from them.

    pip install numpy opencv-python-headless==4.11.0.86 pillow && python make_pictures.py > picture_cases.h

JPEG and PNG: cv2.imread() with its channels turned to RGB. GIF: all frames of cv2.VideoCapture (FFmpeg).
"""
import hashlib
import io
import os
import struct
import tempfile
import zlib

import cv2
import numpy as np
from PIL import Image

rng = np.random.default_rng(7)
WIDTH, HEIGHT = 19, 13


def scene(width=WIDTH, height=HEIGHT):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 // width, y * 255 // height, (x * y * 7) % 256], axis=2).astype(np.uint8)


def saved(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned(orientation, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(Image.fromarray(scene()), kind, exif=exif)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def interlaced_png():
    """Adam7, which Pillow and OpenCV do not write."""
    pixels, rows = scene(), b""
    for left, top, across, down in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for row in pixels[top::down, left::across]:
            rows += b"\0" + row.tobytes() if len(row) else b""
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def deep_png(channels):
    return cv2.imencode(".png", rng.integers(0, 65536, (HEIGHT, WIDTH, channels)).astype(np.uint16))[1].tobytes()


def lossy_alpha():
    pixels = np.dstack([scene(), rng.integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint8)])
    return saved(Image.fromarray(pixels, "RGBA"), "PNG")


def gif_image(left, top, width, height, disposal, transparent, delay, interlaced=False):
    """One image of a GIF with uncompressed codes: a clear code before every pixel keeps them at 5 bits."""
    rows = rng.integers(0, 16, (height, width))
    order = [y for first, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for y in range(first, height, step)] if interlaced else range(height)
    codes = [code for y in order for value in rows[y] for code in (16, int(value))] + [17]
    bits = sum(code << 5 * i for i, code in enumerate(codes))
    data = bits.to_bytes((5 * len(codes) + 7) // 8, "little")
    blocks = b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255)) + b"\0"
    flags = disposal << 2 | (transparent >= 0)
    control = b"\x21\xf9\x04" + struct.pack("<BHBB", flags, delay, max(transparent, 0), 0)
    return control + b"\x2c" + struct.pack("<HHHHB", left, top, width, height, 0x40 * interlaced) + b"\x04" + blocks


def gif(*images):
    palette = rng.integers(0, 256, 48).astype(np.uint8).tobytes()
    return b"GIF89a" + struct.pack("<HHBBB", 12, 9, 0xb3, 5, 0) + palette + b"".join(images) + b"\x3b"


def files():
    plain = Image.fromarray(scene())
    palette = plain.convert("P", palette=Image.ADAPTIVE, colors=16)
    yield "jpeg_420", saved(plain, "JPEG", subsampling=2, quality=85)
    yield "jpeg_422", saved(plain, "JPEG", subsampling=1, quality=85)
    yield "jpeg_444", saved(plain, "JPEG", subsampling=0, quality=85)
    yield "jpeg_progressive", saved(plain, "JPEG", progressive=True, quality=85)
    yield "jpeg_grey", saved(plain.convert("L"), "JPEG")
    yield "jpeg_cmyk", saved(plain.convert("CMYK"), "JPEG")
    for orientation in range(2, 9):
        yield f"jpeg_turned_{orientation}", turned(orientation, "JPEG")
    yield "png_rgb", saved(plain, "PNG")
    yield "png_rgba", lossy_alpha()
    yield "png_grey", saved(plain.convert("L"), "PNG")
    yield "png_one_bit", saved(plain.convert("1"), "PNG")
    yield "png_palette", saved(palette, "PNG")
    yield "png_palette_transparent", saved(palette, "PNG", transparency=3)
    yield "png_interlaced", interlaced_png()
    yield "png_rgb16", deep_png(3)
    yield "png_grey16", deep_png(1)
    yield "png_turned_6", turned(6, "PNG")
    part, whole = (3, 2, 6, 5), (0, 0, 12, 9)
    yield "gif_parts", gif(gif_image(*whole, 1, -1, 5), gif_image(*part, 1, 3, 0), gif_image(*part, 0, -1, 1))
    yield "gif_background", gif(gif_image(*whole, 2, -1, 5), gif_image(*part, 2, 3, 5), gif_image(1, 1, 3, 3, 1, 4, 5),
                                gif_image(0, 0, 2, 2, 1, -1, 5))
    yield "gif_previous", gif(gif_image(*whole, 1, -1, 5), gif_image(*part, 3, 3, 5), gif_image(1, 1, 3, 3, 3, 4, 5),
                              gif_image(0, 0, 2, 2, 1, -1, 5))
    yield "gif_transparent_first", gif(gif_image(*whole, 0, 3, 5), gif_image(*part, 0, 3, 5))
    yield "gif_part_first", gif(gif_image(*part, 0, -1, 5), gif_image(1, 1, 3, 3, 0, -1, 5))
    yield "gif_interlaced", gif(gif_image(*whole, 0, -1, 5, interlaced=True))


def read(name, data):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name + "." + name.split("_")[0].replace("jpeg", "jpg"))
        with open(path, "wb") as out:
            out.write(data)
        if not name.startswith("gif"):
            return [cv2.imread(path)[..., ::-1]]
        capture, frames = cv2.VideoCapture(path), []
        while (got := capture.read())[0]:
            frames.append(got[1][..., ::-1])
        return frames


def main():
    print("/* Written by make_pictures.py: small files, and the SHA-256 of the RGB that OpenCV 4.11 reads from them. */")
    print("#include <stddef.h>\n#include <stdint.h>\n")
    print("static const struct picture_case {\n    const char *name;\n    int frames, width_px, height_px;\n"
          "    const char *sha256; ///< of all frames, one after the other\n    size_t size;\n    const char *bytes;\n"
          "} picture_cases[] = {")
    for name, data in files():
        frames = read(name, data)
        digest = hashlib.sha256(b"".join(np.ascontiguousarray(frame).tobytes() for frame in frames)).hexdigest()
        print(f'    {{"{name}", {len(frames)}, {frames[0].shape[1]}, {frames[0].shape[0]},\n     "{digest}", {len(data)},')
        text = ["".join(f"\\x{byte:02x}" for byte in data[i:i + 28]) for i in range(0, len(data), 28)]
        print("\n".join(f'     "{line}"' for line in text) + "},")
    print("};")


main()
