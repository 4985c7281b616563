"""Cut paper: the palette, plain shapes, shadows, patterns and leaves that every picture is made of."""

import itertools
import math
import random
from collections.abc import Sequence

WIDTH, HEIGHT = 1600, 1067

INK, LEAF, SPRING, MARIGOLD, CORAL = "#12352b", "#2f7d4f", "#9cc76b", "#f5a623", "#d9502e"
ROSE, SKY, WATER, CREAM, PLUM = "#f2a7a0", "#a9d5e5", "#1f5d73", "#fff6e6", "#5b2a4e"

Point = tuple[float, float]
_ids = itertools.count()


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies the given share of the way from one to the other."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tint(colour: str, share: float) -> str:
    """A lighter paper of the same colour."""
    return mix(colour, CREAM, share)


def shade(colour: str, share: float) -> str:
    """A darker paper of the same colour."""
    return mix(colour, INK, share)


def number(value: float) -> str:
    """A coordinate as SVG wants it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def joined(points: Sequence[Point], closed: bool = True) -> str:
    """Path data of straight cuts through the points."""
    data = "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)
    return data + "Z" if closed else data


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """Path data of a soft curve through the points."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[max(0, min(count - 1, index))]

    data = f"M{number(points[0][0])},{number(points[0][1])}"
    for i in range(count if closed else count - 1):
        before, here, there, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        data += "C" + " ".join(f"{number(x)},{number(y)}" for x, y in (first, second, there))
    return data + "Z" if closed else data


def path(data: str, fill: str = "none", stroke: str = "", width: float = 0, opacity: float = 1) -> str:
    """A cut piece, or a drawn line when it has a stroke."""
    line = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke else ""
    veil = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<path d="{data}" fill="{fill}"{line}{veil}/>'


def poly(points: Sequence[Point], fill: str, opacity: float = 1) -> str:
    """A piece with straight edges."""
    return path(joined(points), fill, opacity=opacity)


def blob(points: Sequence[Point], fill: str, opacity: float = 1) -> str:
    """A piece with a soft edge."""
    return path(smooth(points), fill, opacity=opacity)


def line(points: Sequence[Point], colour: str, width: float, opacity: float = 1, soft: bool = True) -> str:
    """A strip of paper along the points."""
    data = smooth(points, closed=False) if soft else joined(points, closed=False)
    return path(data, "none", colour, width, opacity)


def oval(x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> str:
    """An ellipse around its middle."""
    veil = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    place = f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
    return f'<ellipse {place} fill="{fill}"{veil}/>'


def disc(x: float, y: float, radius: float, fill: str, opacity: float = 1) -> str:
    """A circle around its middle."""
    return oval(x, y, radius, radius, fill, opacity)


def ring(x: float, y: float, radius: float, colour: str, width: float) -> str:
    """A circle cut out of a circle."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" '
        f'stroke="{colour}" stroke-width="{number(width)}"/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, round_by: float = 0, opacity: float = 1) -> str:
    """An upright rectangle from its top left corner."""
    veil = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} rx="{number(round_by)}" fill="{fill}"{veil}/>'


def group(
    *parts: str,
    move: Point = (0, 0),
    scale: float = 1,
    flip: bool = False,
    turn: float = 0,
    lift: int = 0,
    opacity: float = 1,
) -> str:
    """Pieces kept together; a lift of 1 to 3 lets them stand off the paper behind and throw a shadow."""
    changes = ""
    if move != (0, 0):
        changes += f"translate({number(move[0])} {number(move[1])})"
    if turn:
        changes += f"rotate({number(turn)})"
    if scale != 1 or flip:
        changes += f"scale({-scale if flip else scale:.4f} {scale:.4f})"
    inner = f'<g transform="{changes}">{"".join(parts)}</g>' if changes else "".join(parts)
    veil = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    if lift:
        return f'<g filter="url(#lift{lift})"{veil}>{inner}</g>'
    return f"<g{veil}>{inner}</g>"


def within(data: str, *parts: str) -> str:
    """Pieces cut off at the edge of a path."""
    name = f"cut{next(_ids)}"
    return f'<clipPath id="{name}"><path d="{data}"/></clipPath><g clip-path="url(#{name})">{"".join(parts)}</g>'


def printed(data: str, tile: str, width: float, height: float, scale: float = 1, turn: float = 0) -> str:
    """A path filled with a tile that repeats, like a printed cloth or wallpaper."""
    name = f"print{next(_ids)}"
    change = f"rotate({number(turn)}) scale({scale:.3f})"
    return (
        f'<pattern id="{name}" width="{number(width)}" height="{number(height)}" '
        f'patternUnits="userSpaceOnUse" patternTransform="{change}">{tile}</pattern>'
        f'<path d="{data}" fill="url(#{name})"/>'
    )


def leaf(x: float, y: float, length: float, angle: float, colour: str, plump: float = 0.3) -> str:
    """A leaf in two halves, the lit half a little lighter; the angle is in degrees."""
    wide = length * plump
    upper = f"M0,0C{number(length * 0.3)},{number(-wide)} {number(length * 0.75)},{number(-wide * 0.8)}"
    upper += f" {number(length)},0Z"
    lower = upper.replace(number(-wide), number(wide)).replace(number(-wide * 0.8), number(wide * 0.8))
    return group(path(upper, tint(colour, 0.16)), path(lower, colour), move=(x, y), turn=angle)


def along(points: Sequence[Point], share: float) -> tuple[Point, float]:
    """The point at a share of the way along some points, and the direction there in degrees."""
    place = share * (len(points) - 1)
    i = min(int(place), len(points) - 2)
    (ax, ay), (bx, by) = points[i], points[i + 1]
    rest = place - i
    return (ax + (bx - ax) * rest, ay + (by - ay) * rest), math.degrees(math.atan2(by - ay, bx - ax))


def curl(x: float, y: float, length: float, angle: float, bend: float) -> list[Point]:
    """Points along a stem that bends more and more towards its tip."""
    points, heading, count = [(x, y)], math.radians(angle), 18
    for i in range(count):
        heading += math.radians(bend) * (0.35 + 1.3 * i / count) / count
        px, py = points[-1]
        points.append((px + math.cos(heading) * length / count, py + math.sin(heading) * length / count))
    return points


def flower(x: float, y: float, radius: float, colour: str, heart: str = MARIGOLD, petals: int = 7) -> str:
    """An open flower seen from the front."""
    parts = []
    for i in range(petals):
        angle = math.tau * i / petals
        px, py = x + math.cos(angle) * radius * 0.58, y + math.sin(angle) * radius * 0.58
        parts.append(disc(px, py, radius * 0.42, colour if i % 2 else tint(colour, 0.12)))
    return "".join([*parts, disc(x, y, radius * 0.36, shade(colour, 0.25)), disc(x, y, radius * 0.25, heart)])


def spray(
    x: float,
    y: float,
    length: float,
    angle: float,
    bend: float,
    colour: str = LEAF,
    bloom: str = "",
    leaves: int = 9,
    size: float = 0.26,
    plump: float = 0.3,
) -> str:
    """A curling stem with leaves on both sides and, if asked for, a flower at its tip."""
    stem = curl(x, y, length, angle, bend)
    parts = [line(stem, shade(colour, 0.3), max(2, length * 0.014))]
    for i in range(leaves):
        share = 0.1 + 0.88 * i / leaves
        (px, py), heading = along(stem, share)
        long = length * size * (1.15 - 0.5 * share)
        side = 48 if i % 2 else -48
        parts.append(leaf(px, py, long, heading + side, colour if i % 3 else shade(colour, 0.14), plump))
    (tx, ty), heading = along(stem, 1)
    parts.append(
        flower(tx, ty, length * 0.11, bloom) if bloom else leaf(tx, ty, length * size * 0.7, heading, colour, plump)
    )
    return "".join(parts)


def willow(data: str, colour: str, scale: float = 1, opacity: float = 1) -> str:
    """A path papered with boughs of willow leaves."""
    parts = []
    for dx, dy in ((0, 0), (60, 90), (-60, 90), (120, 0), (60, -90), (0, 180), (120, 180), (-60, -90)):
        stem = curl(dx + 30, dy + 175, 190, -100, 70)
        parts.append(line(stem, colour, 2.5))
        for i in range(9):
            (px, py), heading = along(stem, 0.06 + i * 0.11)
            parts.append(leaf(px, py, 40, heading + (38 if i % 2 else -38), colour, 0.2))
    return group(printed(data, "".join(parts), 120, 180, scale), opacity=opacity)


def sprigs(data: str, colour: str, heart: str, scale: float = 1) -> str:
    """A path printed with small flowers and paired leaves."""
    tile = []
    for x, y in ((20, 16), (60, 56)):
        tile += [
            line([(x, y), (x + 1.5, y + 10), (x - 1, y + 19)], colour, 2),
            flower(x, y - 2, 7.5, heart, tint(heart, 0.6), 5),
        ]
        tile += [leaf(x, y + 17, 15, angle, colour, 0.4) for angle in (-38, -142)]
    return printed(data, "".join(tile), 80, 80, scale)


def stripes(data: str, colour: str, width: float, gap: float, turn: float = 0) -> str:
    """A path printed with stripes."""
    return printed(data, f'<rect width="{width}" height="9" fill="{colour}"/>', width + gap, 9, 1, turn)


def spots(data: str, colour: str, radius: float, gap: float) -> str:
    """A path printed with spots."""
    tile = disc(gap / 4, gap / 4, radius, colour) + disc(gap * 0.75, gap * 0.75, radius, colour)
    return printed(data, tile, gap, gap)


def carved(data: str, colour: str, gap: float = 14, turn: float = 0, opacity: float = 0.5, seed: int = 1) -> str:
    """A path with the short tapering strokes that a gouge leaves in lino."""
    rng, tile = random.Random(seed), []
    for row in range(6):
        for start in (rng.uniform(0, 60), rng.uniform(90, 150)):
            y, long, thick = (row + 0.5) * gap, rng.uniform(28, 70), rng.uniform(1.2, 2.4)
            for shift in (0, -180):
                x = start + shift
                tile.append(
                    path(
                        f"M{number(x)},{number(y)}q{number(long / 2)},{number(-thick)} {number(long)},0"
                        f"q{number(-long / 2)},{number(thick)} {number(-long)},0Z",
                        colour,
                    )
                )
    return group(printed(data, "".join(tile), 180, gap * 6, 1, turn), opacity=opacity)


def whole() -> str:
    """Path data of the whole sheet."""
    return f"M0,0H{WIDTH}V{HEIGHT}H0Z"


def sheet(*parts: str, light: str = CREAM) -> str:
    """A finished picture: the pieces on their sheet, with a little of the paper's own fibre on top."""
    rng, fibres = random.Random(7), []
    for _ in range(46):
        x, y, long, heading = (
            rng.uniform(0, 420),
            rng.uniform(0, 420),
            rng.uniform(5, 16),
            rng.uniform(0, math.tau),
        )
        end = (x + math.cos(heading) * long, y + math.sin(heading) * long)
        bow = ((x + end[0]) / 2 + rng.uniform(-3, 3), (y + end[1]) / 2 + rng.uniform(-3, 3))
        fibres.append(line([(x, y), bow, end], light if rng.random() < 0.6 else INK, 1.3))
    lifts = "".join(
        f'<filter id="lift{i}" x="-20%" y="-20%" width="150%" height="150%">'
        f'<feDropShadow dx="{dx}" dy="{dy}" stdDeviation="{soft}" flood-color="{INK}" '
        f'flood-opacity="{dark}"/></filter>'
        for i, (dx, dy, soft, dark) in enumerate(((2, 2, 1.5, 0.22), (5, 5, 3.5, 0.26), (9, 10, 7, 0.3)), 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" stroke-linecap="round" stroke-linejoin="round">'
        f"<defs>{lifts}</defs>{''.join(parts)}"
        f"{group(printed(whole(), ''.join(fibres), 420, 420), opacity=0.1)}</svg>"
    )
