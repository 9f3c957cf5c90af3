"""A picture of a page -> the same with at most 256 colours, so that the documentation stays small.

The browser that took it reads it again, because nothing else here reads pictures.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode

from playwright.sync_api import Page

_MOST_FREQUENT = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawn = canvas.getContext("2d");
  drawn.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(drawn.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const counted = new Map();
  for (const pixel of pixels) counted.set(pixel, (counted.get(pixel) ?? 0) + 1);
  const colours = [...counted.keys()].sort((one, other) => counted.get(other) - counted.get(one)).slice(0, 256);
  const rgb = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const palette = colours.map(rgb);
  const place = new Map(colours.map((pixel, number) => [pixel, number]));
  const nearest = (pixel) => {
    const [red, green, blue] = rgb(pixel);
    let best = 0, least = Infinity;
    palette.forEach(([r, g, b], number) => {
      const far = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (far < least) [best, least] = [number, far];
    });
    return best;
  };
  const indices = new Uint8Array(pixels.length);
  pixels.forEach((pixel, number) => {
    if (!place.has(pixel)) place.set(pixel, nearest(pixel));
    indices[number] = place.get(pixel);
  });
  let text = "";
  for (let at = 0; at < indices.length; at += 32768) text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return [bitmap.width, bitmap.height, palette.flat(), btoa(text)];
}"""


def small(page: Page, picture: bytes) -> bytes:
    """The PNG `picture` with a palette: its 256 most frequent colours, and for every other the nearest of them."""
    empty = page.context.new_page()
    width, height, palette, found = empty.evaluate(_MOST_FREQUENT, b64encode(picture).decode())
    empty.close()
    indices = b64decode(found)
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
