#!/usr/bin/env python3
"""Writes one image event to the standard output, ready for any Kafka producer.

    examples/image_event.py scan.png > event.bin
    kcat -P -b localhost:9092 -t images -k scan-1 event.bin

No library is needed: an event is Avro's single-object encoding, which is two marker bytes, the
fingerprint of the schema (schemas/src/main/avro/ImageEvent.avsc), and the fields one after another.
"""
import struct
import sys
import time
import uuid

HEADER = bytes.fromhex("c301" "17ea6873d1d50589")  # marker, then the fingerprint of ImageEvent
PNG = 2  # UNKNOWN, GRAY8, PNG, JPEG


def number(value):
    """An int or long: zigzag, then seven bits a byte, lowest first."""
    value = (value << 1) ^ (value >> 63)
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def counted(value):
    """A string or bytes: the length, then the content."""
    return number(len(value)) + value


def event(png):
    width, height = struct.unpack(">II", png[16:24])
    return (
        HEADER
        + counted(str(uuid.uuid4()).encode())
        + number(int(time.time() * 1000))
        + number(PNG)
        + number(width)
        + number(height)
        + counted(png)
        + counted(b"example")
    )


if len(sys.argv) != 2:
    sys.exit(__doc__)
try:
    with open(sys.argv[1], "rb") as file:
        png = file.read()
except OSError as error:
    sys.exit(f"image_event: {error}")
if not png.startswith(b"\x89PNG\r\n\x1a\n"):
    sys.exit(f"image_event: {sys.argv[1]} is no PNG")
sys.stdout.buffer.write(event(png))
