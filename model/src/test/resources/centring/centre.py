#!/usr/bin/env python3
"""What images of other sizes are in a field of 28 x 28, in exact fractions.

Written from the description of MNIST alone (cropped to the ink, fitted into 20 x 20 with the
proportions kept, anti-aliased, the centre of mass in the middle of 28 x 28), and not from the Java
code. Prints expected.txt: name, width, height, the 784 bytes in hexadecimal, and the indices of
those whose value before it is rounded lies exactly between two numbers, or - if there are none.

    python3 centre.py > expected.txt
"""
import math
from fractions import Fraction


def half_up(x):
    return math.floor(Fraction(x) + Fraction(1, 2))


def resample(line, length):
    """A line of numbers in another length."""
    old = len(line)
    result = []
    for i in range(length):
        if old >= length:  # the mean of the part of the line that the new pixel covers
            begin, end = Fraction(i * old, length), Fraction((i + 1) * old, length)
            covered = sum(
                line[k] * (min(end, k + 1) - max(begin, k))
                for k in range(math.floor(begin), math.ceil(end))
            )
            result.append(covered / (end - begin))
        else:  # on the straight line between the two nearest centres
            at = (Fraction(2 * i + 1, 2) * old / length) - Fraction(1, 2)
            at = min(max(at, Fraction(0)), Fraction(old - 1))
            low = math.floor(at)
            high = min(low + 1, old - 1)
            result.append(line[low] + (line[high] - line[low]) * (at - low))
    return result


def centred(image):
    height, width = len(image), len(image[0])
    rows = [y for y in range(height) if any(image[y])]
    if not rows:
        return [[0] * 28 for _ in range(28)], []
    columns = [x for x in range(width) if any(row[x] for row in image)]
    ink = [row[columns[0] : columns[-1] + 1] for row in image[rows[0] : rows[-1] + 1]]
    factor = min(Fraction(20, len(ink)), Fraction(20, len(ink[0])))
    new_height = max(1, half_up(len(ink) * factor))
    new_width = max(1, half_up(len(ink[0]) * factor))
    across = [resample(row, new_width) for row in ink]
    down = [resample([row[x] for row in across], new_height) for x in range(new_width)]
    exact = [[down[x][y] for x in range(new_width)] for y in range(new_height)]
    box = [[min(255, half_up(down[x][y])) for x in range(new_width)] for y in range(new_height)]
    mass = sum(map(sum, box))
    if mass == 0:
        left = top = 0
    else:
        x_mean = Fraction(sum(v * x for row in box for x, v in enumerate(row)), mass)
        y_mean = Fraction(sum(v * y for y, row in enumerate(box) for v in row), mass)
        # The mean comes to rest in [13.5, 14.5), as in every image of MNIST's; no ink is cut off.
        left = max(0, min(28 - new_width, math.ceil(14 - x_mean - Fraction(1, 2))))
        top = max(0, min(28 - new_height, math.ceil(14 - y_mean - Fraction(1, 2))))
    field = [[0] * 28 for _ in range(28)]
    ties = []
    for y in range(new_height):
        for x in range(new_width):
            field[top + y][left + x] = box[y][x]
            if Fraction(exact[y][x]) % 1 == Fraction(1, 2):
                ties.append((top + y) * 28 + left + x)
    return field, ties


def disc(x, y, width, height):
    dx, dy = 2 * x + 1 - width, 2 * y + 1 - height
    inside = dx * dx * height * height + dy * dy * width * width < width * width * height * height
    return 60 + (x * 7 + y * 13) % 190 if inside else 0


def bar(x, y, width, height):
    return 255 if abs(x * height - y * width) < width * 2 else 0


def corner(x, y, width, height):
    return 200 if (x < 3 and y < 5) or (x == width - 1 and y == height - 1) else 0


def full(x, y, width, height):
    return (x * 31 + y * 17) % 256


if __name__ == "__main__":
    for name, shape in (("disc", disc), ("bar", bar), ("corner", corner), ("full", full)):
        for width, height in ((20, 20), (8, 8), (45, 30), (31, 64), (100, 9), (1, 1), (29, 28)):
            image = [[shape(x, y, width, height) for x in range(width)] for y in range(height)]
            field, ties = centred(image)
            pixels = bytes(v for row in field for v in row).hex()
            print(name, width, height, pixels, ",".join(map(str, ties)) or "-")
