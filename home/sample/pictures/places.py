"""The borough in paper: skies, trees, houses, vehicles, stalls and the things in rooms."""

import itertools
import math
import random
from collections.abc import Callable, Sequence

from paper import (
    CORAL,
    CREAM,
    HEIGHT,
    INK,
    LEAF,
    MARIGOLD,
    PLUM,
    ROSE,
    SKY,
    SPRING,
    WATER,
    WIDTH,
    Point,
    along,
    blob,
    box,
    carved,
    disc,
    group,
    joined,
    leaf,
    line,
    mix,
    oval,
    path,
    poly,
    ring,
    shade,
    smooth,
    spray,
    sprigs,
    stripes,
    tint,
    whole,
    willow,
    within,
)

SLATE, WOOD, DARK_WOOD = mix(INK, SKY, 0.3), "#b9824f", "#7a4c30"
Place = Callable[[float, float, float], Point]


def sky(colour: str, sun: Point | None, radius: float, glow: str, rays: str, seed: int = 3) -> str:
    """A sky with a sun or moon in it and carved light all around."""
    rng, parts = random.Random(seed), [box(0, 0, WIDTH, HEIGHT, colour)]
    if sun is None:
        return parts[0] + carved(whole(), rays, 22, 0, 0.5, seed)
    sx, sy = sun
    for i in range(3):
        parts.append(disc(sx, sy, radius * (2.5 - i * 0.55), rays, 0.22))
    for row in range(9):
        near = radius * (1.35 + row * 0.62)
        count = 20 + row * 5
        for i in range(count):
            angle = math.tau * (i + 0.5 * (row % 2)) / count + rng.uniform(-0.02, 0.02)
            long, thick = radius * rng.uniform(0.28, 0.44), 0.011 * (1 - row * 0.06)
            spokes = (
                (near, angle),
                (near + long * 0.5, angle + thick),
                (near + long, angle),
                (near + long * 0.5, angle - thick),
            )
            points = [(sx + math.cos(a) * r, sy + math.sin(a) * r) for r, a in spokes]
            if -20 < points[0][0] < WIDTH + 20 and -20 < points[0][1] < HEIGHT:
                parts.append(poly(points, rays, 0.75 - row * 0.05))
    return "".join([*parts, group(disc(sx, sy, radius, glow), lift=1), disc(sx, sy, radius * 0.84, tint(glow, 0.25))])


def cloud(x: float, y: float, wide: float, colour: str = CREAM) -> str:
    """A long cloud."""
    shape = [
        (-0.5, 0),
        (-0.36, -0.09),
        (-0.2, -0.1),
        (-0.08, -0.19),
        (0.12, -0.15),
        (0.22, -0.07),
        (0.4, -0.08),
        (0.5, 0),
    ]
    data = smooth([(x + a * wide, y + b * wide) for a, b in shape], closed=False) + "Z"
    return group(path(data, colour), lift=1, opacity=0.92)


def crown(x: float, y: float, rx: float, ry: float, colour: str, rng: random.Random, marks: int = 12) -> str:
    """The leaves of a tree: three papers, the lightest towards the light, with leaves carved in."""

    def bumps(cx: float, cy: float, wide: float, tall: float) -> list[Point]:
        count = 11
        points = []
        for i in range(count * 2):
            angle = math.tau * i / (count * 2)
            reach = (1.04 if i % 2 else 0.92) * rng.uniform(0.96, 1.04)
            points.append((cx + math.cos(angle) * wide * reach, cy + math.sin(angle) * tall * reach))
        return points

    parts = [blob(bumps(x, y, rx, ry), shade(colour, 0.28))]
    parts.append(blob(bumps(x - rx * 0.1, y - ry * 0.1, rx * 0.84, ry * 0.82), colour))
    parts.append(blob(bumps(x - rx * 0.22, y - ry * 0.24, rx * 0.56, ry * 0.54), tint(colour, 0.14)))
    for _ in range(marks):
        angle, reach = rng.uniform(0, math.tau), math.sqrt(rng.random()) * 0.8
        lx, ly = x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach
        toward = math.degrees(math.atan2(ly - y - ry, (lx - x) * 0.8)) + rng.uniform(-30, 30)
        lit = lx < x and ly < y + ry * 0.2
        parts.append(leaf(lx, ly, min(rx, ry) * 0.26, toward, tint(colour, 0.34 if lit else 0.12), 0.26))
    return "".join(parts)


def tree(
    x: float, y: float, height: float, colour: str, rng: random.Random, lift: int = 2, spread: float = 0.34
) -> str:
    """A hornbeam: a fluted trunk that forks early, under a wide crown."""
    bark, thick = shade(DARK_WOOD, 0.35), height * 0.045
    trunk = [(x - thick * 1.5, y), (x - thick * 0.8, y - height * 0.16), (x - thick * 0.8, y - height * 0.42)]
    trunk += [
        (x + thick * 0.8, y - height * 0.42),
        (x + thick * 0.8, y - height * 0.16),
        (x + thick * 1.6, y),
    ]
    parts = [blob(trunk, bark)]
    for dx, dy in ((-0.2, 0.62), (0.2, 0.64), (-0.06, 0.75), (0.1, 0.72)):
        bow = (x + dx * height * 0.35, y - height * 0.46)
        parts.append(line([(x, y - height * 0.26), bow, (x + dx * height, y - height * dy)], bark, thick * 0.8))
    parts.append(line([(x - thick * 0.3, y - 4), (x - thick * 0.2, y - height * 0.34)], tint(bark, 0.25), 2))
    leaves = crown(x, y - height * 0.68, height * spread, height * 0.34, colour, rng, 10 + int(height / 30))
    return group(group(*parts), group(leaves, lift=1), lift=lift)


def poplar(x: float, y: float, height: float, colour: str, rng: random.Random, lift: int = 1) -> str:
    """A narrow tree."""
    trunk = line([(x, y), (x, y - height * 0.4)], shade(DARK_WOOD, 0.35), height * 0.03)
    return group(trunk, crown(x, y - height * 0.56, height * 0.15, height * 0.44, colour, rng, 8), lift=lift)


def woods(
    y: float,
    size: float,
    colour: str,
    rng: random.Random,
    left: float = -60,
    right: float = 1660,
    lift: int = 2,
) -> str:
    """A wood seen from outside: crown behind crown along a line."""
    parts, x = [], left
    while x < right:
        wide = size * rng.uniform(0.75, 1.25)
        tone = mix(colour, SPRING if rng.random() < 0.5 else INK, rng.uniform(0, 0.16))
        parts.append(crown(x + wide * 0.4, y - wide * rng.uniform(0.1, 0.4), wide * 0.62, wide * 0.66, tone, rng, 5))
        x += wide * 0.8
    return group(*parts, box(left - 60, y, right - left + 200, size * 0.5, shade(colour, 0.3)), lift=lift)


def hill(points: Sequence[Point], colour: str, lift: int = 2, marks: str = "") -> str:
    """Rolling ground down to the foot of the sheet."""
    data = smooth(points, closed=False) + f"L{WIDTH + 40},{HEIGHT + 40}L-40,{HEIGHT + 40}Z"
    return group(path(data, colour), carved(data, marks or tint(colour, 0.14), 17, -3, 0.6), lift=lift)


def grass(x: float, y: float, size: float, colour: str, rng: random.Random) -> str:
    """A tuft of grass."""
    return "".join(
        leaf(x + i * size * 0.12, y, size * rng.uniform(0.6, 1.1), -90 + i * 14, colour, 0.13) for i in range(-3, 4)
    )


def foliage(side: str, colour: str = LEAF, bloom: str = MARIGOLD, seed: int = 1, size: float = 1) -> str:
    """The leafy corner near the eye that holds a picture together."""
    rng = random.Random(seed)
    right, top = "right" in side, "top" in side
    stems = ((-82, 26, 330), (-58, 40, 400), (-34, 48, 360), (-14, 40, 330), (-104, -20, 260))
    parts = []
    for i, (angle, bend, long) in enumerate(stems):
        tone = (
            shade(colour, 0.42),
            shade(colour, 0.15),
            colour,
            shade(colour, 0.3),
            mix(colour, SPRING, 0.4),
        )[i]
        head = bloom if i in (1, 3) else ""
        sway = rng.uniform(-6, 6)
        parts.append(group(spray(-24, 24, long * size, angle + sway, bend, tone, head, 9, 0.37, 0.36), lift=2))
    y = 0 if top else HEIGHT
    body = group(*parts, scale=1)
    if top:
        body = f'<g transform="scale(1 -1)">{body}</g>'
    return group(body, move=(WIDTH if right else 0, y), flip=right)


def frontal(x: float, y: float, scale: float) -> Place:
    """Look straight at a row of houses: metres along it and up it become places on the sheet."""
    return lambda u, v, w: (x + u * scale, y - (v - max(0, w) * 0.3) * scale)


def vanishing(side: int, half: float, eye: Point, height: float, focus: float) -> Place:
    """Look along a street: the row on one side runs away towards the eye's point on the horizon."""

    def place(u: float, v: float, w: float) -> Point:
        return (eye[0] + side * focus * (half + w) / u, eye[1] - focus * (v - height) / u)

    return place


def _panel(at: Place, u: float, v: float, wide: float, tall: float, fill: str, w: float = 0, arch: float = 0) -> str:
    points = [at(u, v, w), at(u, v + tall, w)]
    if arch:
        points += [
            at(
                u + wide / 2 - math.cos(math.pi * i / 8) * wide / 2,
                v + tall + math.sin(math.pi * i / 8) * arch,
                w,
            )
            for i in range(1, 8)
        ]
    return poly([*points, at(u + wide, v + tall, w), at(u + wide, v, w)], fill)


def _sash(at: Place, u: float, v: float, wide: float, tall: float, glass: str, w: float = 0, arch: float = 0.14) -> str:
    parts = [_panel(at, u - 0.14, v - 0.02, wide + 0.28, tall, CREAM, w, arch + 0.16)]
    parts.append(_panel(at, u, v, wide, tall, glass, w, arch))
    if math.dist(at(u, 0, 0), at(u, 1, 0)) > 34:
        parts.append(_panel(at, u, v + tall * 0.5, wide, 0.09, CREAM, w))
        parts.append(_panel(at, u + wide / 2 - 0.035, v, 0.07, tall + arch, CREAM, w))
    parts.append(_panel(at, u - 0.22, v - 0.16, wide + 0.44, 0.18, tint(CREAM, 0.2), w))
    return "".join(parts)


def house(at: Place, start: float, brick: str, door: str, glass: str = WATER, lit: str = "", seed: int = 1) -> str:
    """One house of a Victorian terrace, five metres wide, with a bay, an arched porch and a slate roof."""
    rng, u = random.Random(seed), start
    fine = math.dist(at(u, 0, 0), at(u, 1, 0)) > 64

    def light() -> str:
        return lit if lit and rng.random() < 0.72 else glass

    parts = [_panel(at, u + 0.5, 7.6, 0.9, 2.2, shade(brick, 0.2), 2.6)]
    parts += [_panel(at, u + 0.55 + i * 0.42, 9.8, 0.26, 0.5, CORAL, 2.6) for i in range(2)]
    parts.append(poly([at(u, 6.3, -0.2), at(u, 8.7, 2.8), at(u + 5, 8.7, 2.8), at(u + 5, 6.3, -0.2)], SLATE))
    for i in range(1, 5 if fine else 1):
        v, w = 6.3 + i * 0.48, -0.2 + i * 0.6
        joints = "".join(
            joined(
                [at(u + k * 0.5 + 0.25 * (i % 2), v, w), at(u + k * 0.5 + 0.25 * (i % 2), v + 0.48, w + 0.6)],
                False,
            )
            for k in range(10)
        )
        parts.append(line([at(u, v, w), at(u + 5, v, w)], tint(SLATE, 0.22), 1.6, 0.7))
        parts.append(path(joints, "none", tint(SLATE, 0.22), 1.2, 0.45))
    parts.append(line([at(u, 8.7, 2.8), at(u + 5, 8.7, 2.8)], tint(CORAL, 0.3), 5, soft=False))
    parts.append(_panel(at, u, 0, 5, 6.3, brick))
    parts += [
        line([at(u, v, 0), at(u + 5, v, 0)], tint(brick, 0.2), 1.4, 0.55)
        for v in (0.7, 1.4, 2.1, 4.0, 4.7, 5.4)
        if fine
    ]
    parts.append(_panel(at, u, 3.32, 5, 0.2, CREAM))
    parts += [_panel(at, u + i * 0.5 + 0.1, 3.54, 0.24, 0.18, tint(brick, 0.4)) for i in range(10) if fine]
    parts.append(_panel(at, u, 6.05, 5, 0.34, CREAM, -0.2))
    parts += [_panel(at, u + 0.14 + i * 0.5, 5.84, 0.22, 0.22, tint(brick, 0.55)) for i in range(10) if fine]
    parts.append(_panel(at, u + 0.28, 0, 1.34, 2.3, CREAM, 0, 0.72))
    parts.append(_panel(at, u + 0.44, 0, 1.02, 2.24, shade(door, 0.35), 0, 0.56))
    parts.append(_panel(at, u + 0.44, 2.3, 1.02, 0.05, MARIGOLD if lit else tint(SKY, 0.3), 0, 0.48))
    parts.append(_panel(at, u + 0.52, 0, 0.86, 2.14, door))
    parts += [_panel(at, u + 0.6 + dx, v, 0.3, 0.74, shade(door, 0.18)) for dx in (0, 0.4) for v in (0.2, 1.2)]
    parts.append(_sash(at, u + 0.55, 4.05, 0.8, 1.25, light()))
    parts.append(_sash(at, u + 2.25, 4.05, 0.75, 1.25, light()))
    parts.append(_sash(at, u + 3.45, 4.05, 0.75, 1.25, light()))
    bay = [at(u + 1.9, 0, 0), at(u + 1.9, 3.0, 0), at(u + 2.45, 3.0, -0.7), at(u + 2.45, 0, -0.7)]
    far = [at(u + 4.6, 0, 0), at(u + 4.6, 3.0, 0), at(u + 4.05, 3.0, -0.7), at(u + 4.05, 0, -0.7)]
    parts += [poly(bay, tint(brick, 0.25)), poly(far, shade(brick, 0.16))]
    parts.append(_panel(at, u + 2.45, 0, 1.6, 3.0, tint(brick, 0.1), -0.7))
    pane = light()
    for low, high, fill in ((0.72, 2.7, CREAM), (0.86, 2.56, pane)):
        inset = 0.06 if fill == CREAM else 0.13
        for a, b in ((1.9, 2.45), (4.6, 4.05)):
            step = (b - a) * inset
            ends = [(a + step, -0.7 * inset), (b - step, -0.7 + 0.7 * inset)]
            corners = [(ends[0], low), (ends[0], high), (ends[1], high), (ends[1], low)]
            parts.append(poly([at(u + x, v, w) for (x, w), v in corners], fill))
    parts.append(_sash(at, u + 2.68, 0.86, 1.14, 1.66, pane, -0.7, 0.08))
    edge = [(1.74, 0.0), (2.36, -0.85), (4.14, -0.85), (4.76, 0.0)]
    for (a, wa), (b, wb) in itertools.pairwise(edge):
        parts.append(poly([at(u + a, 2.95, wa), at(u + a, 3.21, wa), at(u + b, 3.21, wb), at(u + b, 2.95, wb)], CREAM))
    left, right = at(u + 2.2, 3.62, 0), at(u + 4.3, 3.62, 0)
    foot = [at(u + x, 3.2, w) for x, w in edge]
    for face in ([foot[0], foot[1], left], [foot[2], foot[3], right], [foot[1], foot[2], right, left]):
        parts.append(poly(face, SLATE))
    parts.append(line([at(u, 0, 0), at(u, 6.3, 0)], shade(brick, 0.3), 2.4, 0.7))
    return "".join(parts)


def terrace(
    at: Place, start: float, count: int, seed: int, glass: str = WATER, lit: str = "", far_first: bool = False
) -> str:
    """A row of houses in turn of colour."""
    rng = random.Random(seed)
    bricks = [CORAL, tint(CORAL, 0.35), mix(CORAL, PLUM, 0.28), tint(ROSE, 0.25), mix(MARIGOLD, CREAM, 0.45)]
    doors = [LEAF, PLUM, WATER, MARIGOLD, INK, CORAL]
    offset = rng.randrange(5)
    rows = []
    for i in range(count):
        door = doors[(i * 5 + offset) % 6]
        brick = bricks[(i * 2 + offset) % 5]
        rows.append(house(at, start + i * 5, brick, door if door != brick else LEAF, glass, lit, seed * 31 + i))
    return group(*(rows[::-1] if far_first else rows), lift=2)


def bunting(
    points: Sequence[Point], size: float, colours: Sequence[str] = (CORAL, CREAM, MARIGOLD, LEAF, ROSE, WATER)
) -> str:
    """A string of paper triangles; the points are the string's ends and sag."""
    (ax, ay), (bx, by), (cx, cy) = points
    string = [
        (
            (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
            (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
        )
        for t in (i / 30 for i in range(31))
    ]
    total = sum(math.dist(a, b) for a, b in itertools.pairwise(string))
    count = int(total / (size * 1.25))
    parts = [line(string, INK, max(2, size * 0.05))]
    for i in range(count):
        (x, y), heading = along(string, (i + 0.5) / count)
        colour = colours[i % len(colours)]
        flag = poly([(-size / 2, 0), (size / 2, 0), (0, size * 1.15)], colour) + poly(
            [(0, 0), (size / 2, 0), (0, size * 1.15)], INK, 0.1
        )
        parts.append(group(flag, move=(x, y), turn=heading))
    return group(*parts, lift=1)


def lantern(x: float, y: float, size: float, colour: str, string: float = 0) -> str:
    """A glowing paper lantern."""
    glow = disc(x, y, size * 1.9, MARIGOLD, 0.12) + disc(x, y, size * 1.35, MARIGOLD, 0.16)
    ribs = "".join(
        path(
            f"M{x},{y - size * 0.9:.1f}Q{x + dx * size:.1f},{y:.1f} {x},{y + size * 0.9:.1f}",
            "none",
            shade(colour, 0.18),
            2,
            0.6,
        )
        for dx in (-1.1, 0, 1.1)
    )
    hang = line([(x, y - size - string), (x, y - size)], CREAM, 2) if string else ""
    caps = box(x - size * 0.34, y - size * 1.06, size * 0.68, size * 0.2, INK, 3) + box(
        x - size * 0.34, y + size * 0.86, size * 0.68, size * 0.2, INK, 3
    )
    return (
        glow
        + hang
        + oval(x, y, size, size * 0.96, colour)
        + oval(x, y, size * 0.62, size * 0.7, tint(colour, 0.45))
        + ribs
        + caps
    )


def room(wall: str, paper: str, floor: str, line_at: float = 770, rail: bool = True) -> str:
    """A papered wall above a boarded floor."""
    data = f"M0,0H{WIDTH}V{line_at}H0Z"
    boards = "".join(
        line([(800 + (x - 800) * 0.55, line_at), (x, HEIGHT)], shade(floor, 0.16), 2.4, 0.8, False)
        for x in range(-800, 2500, 150)
    )
    parts = [
        path(data, wall),
        willow(data, paper, 1.1, 0.8),
        box(0, line_at, WIDTH, HEIGHT - line_at, floor),
        boards,
    ]
    if rail:
        parts.append(
            group(
                box(-9, line_at - 34, WIDTH + 18, 34, tint(wall, 0.5)),
                box(-9, line_at - 12, WIDTH + 18, 12, tint(wall, 0.3)),
                lift=1,
            )
        )
    return "".join(parts)


def window(x: float, y: float, wide: float, tall: float, view: str, frame: str = CREAM, bars: int = 2) -> str:
    """A window with something to see outside."""
    data = f"M{x},{y}h{wide}v{tall}h{-wide}Z"
    parts = [box(x - 22, y - 22, wide + 44, tall + 44, frame), within(data, view)]
    parts += [box(x + wide * i / bars - 5, y, 10, tall, frame) for i in range(1, bars)]
    parts += [
        box(x, y + tall * 0.46, wide, 10, frame),
        box(x - 40, y + tall + 14, wide + 80, 24, tint(frame, 0.4), 4),
    ]
    return group(*parts, lift=2)


def view(
    x: float, y: float, wide: float, tall: float, rng: random.Random, evening: bool = False, sun: bool = True
) -> str:
    """What is seen through a window: roofs and trees under the sky."""
    air, glow = (mix(PLUM, WATER, 0.3), tint(MARIGOLD, 0.6)) if evening else (tint(SKY, 0.2), MARIGOLD)
    parts = [
        box(x, y, wide, tall, air),
        disc(x + wide * 0.72, y + tall * 0.24, tall * 0.11, glow) if sun else "",
    ]
    for i in range(int(wide / (tall * 0.26)) + 2):
        parts.append(
            crown(
                x + i * tall * 0.26,
                y + tall * 0.74,
                tall * 0.19,
                tall * 0.22,
                mix(LEAF, INK if evening else SPRING, 0.3),
                rng,
                5,
            )
        )
    left, ridge, eaves = x + wide * rng.uniform(-0.12, 0.4), y + tall * 0.6, y + tall * 0.74
    middle, right = left + wide * 0.22, left + wide * 0.44
    parts.append(box(left + wide * 0.3, y + tall * 0.52, wide * 0.06, tall * 0.2, shade(CORAL, 0.2)))
    parts.append(poly([(left, y + tall), (left, eaves), (middle, ridge), (right, eaves), (right, y + tall)], CORAL))
    roof = [
        (left - 10, eaves + 8),
        (left - 4, eaves - 10),
        (middle, ridge - 16),
        (right + 4, eaves - 10),
        (right + 10, eaves + 8),
    ]
    parts.append(poly([*roof, (middle, ridge + 8)], SLATE))
    pane = MARIGOLD if evening else WATER
    parts.append(box(middle - wide * 0.06, y + tall * 0.78, wide * 0.12, tall * 0.14, CREAM))
    parts.append(box(middle - wide * 0.045, y + tall * 0.795, wide * 0.09, tall * 0.11, pane))
    return "".join(parts)


def chair(x: float, y: float, size: float, colour: str, flip: bool = False) -> str:
    """A plain chair from the side, its seat 29 parts of size above the floor."""
    parts = [
        line([(-9, -62), (-8, -27), (-11, 0)], shade(colour, 0.2), 3),
        line([(11, -27), (13, 0)], shade(colour, 0.2), 3),
    ]
    parts += [box(-11, -29, 25, 4, colour, 2), box(-12, -62, 5, 22, colour, 2)]
    return group(group(*parts, move=(x, y), scale=size / 100, flip=flip), lift=1)


def chair_back(x: float, y: float, size: float, colour: str) -> str:
    """A plain chair from behind or from the front."""
    parts = [line([(dx, -28), (dx * 1.1, 0)], shade(colour, 0.25), 2.6) for dx in (-10, 10)]
    parts += [
        box(-12, -31, 24, 5, shade(colour, 0.1), 2),
        box(-12, -60, 24, 18, colour, 4),
        line([(-10, -44), (-10, -28)], colour, 2.4),
        line([(10, -44), (10, -28)], colour, 2.4),
    ]
    return group(group(*parts, move=(x, y), scale=size / 100), lift=1)


def armchair(x: float, y: float, size: float, colour: str, flip: bool = False) -> tuple[str, str]:
    """A soft chair from the side: what is behind the sitter, and what is before them."""
    back = blob(
        [(-22, -2), (-26, -40), (-23, -72), (-14, -78), (-6, -70), (-8, -30), (20, -28), (22, -2)],
        shade(colour, 0.18),
    )
    arm = smooth([(-20, -3), (-21, -32), (-12, -38), (12, -37), (19, -32), (20, -3)])
    feet = line([(-16, -3), (-17, 0)], DARK_WOOD, 4) + line([(16, -3), (17, 0)], DARK_WOOD, 4)
    front = feet + path(arm, colour) + sprigs(arm, tint(colour, 0.35), ROSE, 0.16)
    place = {"move": (x, y), "scale": size / 100, "flip": flip}
    return group(group(back, **place), lift=2), group(group(front, **place), lift=2)


def table(x: float, y: float, wide: float, tall: float, top: str = WOOD) -> str:
    """A table from the front, y being its top edge."""
    legs = "".join(
        poly([(lx - 12, y + 16), (lx + 12, y + 16), (lx + 7, y + tall), (lx - 7, y + tall)], shade(top, 0.35))
        for lx in (x + 44, x + wide - 44)
    )
    return group(
        legs,
        box(x + 20, y + 18, wide - 40, 26, shade(top, 0.22)),
        box(x, y, wide, 22, top, 6),
        box(x, y, wide, 7, tint(top, 0.3), 4),
        lift=2,
    )


def cloth(x: float, y: float, wide: float, deep: float, colour: str, motif: str, heart: str, rng: random.Random) -> str:
    """A tablecloth hanging in scallops over a table's front."""
    count = max(4, round(wide / 150))
    step = wide / count
    edge = [(x, y), (x + wide, y)]
    data = f"M{x},{y}H{x + wide}V{y + deep}" + "".join(f"q{-step / 2:.1f},34 {-step:.1f},0" for i in range(count))
    folds = "".join(
        line(
            [(x + i * step, y + 14), (x + i * step + rng.uniform(-5, 5), y + deep)],
            shade(colour, 0.2),
            4,
            0.35,
        )
        for i in range(1, count)
    )
    return group(
        path(data + "Z", colour),
        sprigs(data + "Z", motif, heart, 1.5),
        folds,
        line(edge, tint(colour, 0.5), 12),
        lift=3,
    )


def vase(x: float, y: float, size: float, pot: str, bloom: str, rng: random.Random) -> str:
    """Flowers in a jug."""
    stems = "".join(
        spray(
            x,
            y - size * 0.32,
            size * rng.uniform(0.55, 0.8),
            -90 + a,
            a * 0.5,
            LEAF,
            bloom if i % 2 == 0 else tint(bloom, 0.4),
            5,
            0.3,
        )
        for i, a in enumerate((-38, 30, -14, 12, 0))
    )
    jug = blob(
        [
            (x - size * 0.12, y - size * 0.4),
            (x + size * 0.12, y - size * 0.4),
            (x + size * 0.2, y - size * 0.14),
            (x + size * 0.13, y),
            (x - size * 0.13, y),
            (x - size * 0.2, y - size * 0.14),
        ],
        pot,
    )
    return group(
        stems,
        jug,
        line([(x - size * 0.17, y - size * 0.2), (x + size * 0.17, y - size * 0.2)], tint(pot, 0.4), 4),
        lift=1,
    )


def bowl(x: float, y: float, wide: float, colour: str, food: str, rng: random.Random) -> str:
    """A bowl heaped with food."""
    heap = "".join(
        disc(
            x + dx * wide * 0.3,
            y - wide * 0.3 - (0.1 - abs(dx) * 0.1) * wide,
            wide * 0.13,
            food if i % 2 else tint(food, 0.2),
        )
        for i, dx in enumerate((-1, 1, -0.5, 0.5, 0))
    )
    rim, foot = y - wide * 0.3, wide * 0.18
    data = f"M{x - wide / 2},{rim}h{wide}Q{x + wide * 0.42},{y} {x + foot},{y}h{-foot * 2}"
    data += f"Q{x - wide * 0.42},{y} {x - wide / 2},{rim}Z"
    return group(
        heap,
        path(data, colour),
        line([(x - wide * 0.46, y - wide * 0.2), (x + wide * 0.46, y - wide * 0.2)], tint(colour, 0.4), 3.4),
        lift=1,
    )


def teapot(x: float, y: float, size: float, colour: str) -> str:
    """A teapot."""
    return group(
        line(
            [
                (x - size * 0.42, y - size * 0.5),
                (x - size * 0.72, y - size * 0.4),
                (x - size * 0.4, y - size * 0.16),
            ],
            colour,
            size * 0.09,
        ),
        poly(
            [
                (x + size * 0.3, y - size * 0.3),
                (x + size * 0.74, y - size * 0.62),
                (x + size * 0.8, y - size * 0.52),
                (x + size * 0.36, y - size * 0.1),
            ],
            shade(colour, 0.1),
        ),
        oval(x, y - size * 0.34, size * 0.46, size * 0.36, colour),
        oval(x - size * 0.1, y - size * 0.44, size * 0.22, size * 0.16, tint(colour, 0.22)),
        oval(x, y - size * 0.68, size * 0.22, size * 0.07, shade(colour, 0.2))
        + disc(x, y - size * 0.76, size * 0.07, shade(colour, 0.2)),
        lift=1,
    )


def mug(x: float, y: float, size: float, colour: str) -> str:
    """A mug with steam above it."""
    steam = "".join(
        line(
            [
                (x + dx * size, y - size * 1.15),
                (x + (dx + 0.12) * size, y - size * 1.4),
                (x + (dx - 0.06) * size, y - size * 1.7),
            ],
            CREAM,
            3,
            0.7,
        )
        for dx in (-0.16, 0.16)
    )
    return group(
        steam,
        ring(x + size * 0.42, y - size * 0.5, size * 0.22, colour, size * 0.12),
        box(x - size * 0.4, y - size, size * 0.8, size, colour, size * 0.12),
        box(x - size * 0.4, y - size * 0.7, size * 0.8, size * 0.16, tint(colour, 0.45)),
        lift=1,
    )


def loaf(x: float, y: float, size: float) -> str:
    """A round loaf or cake."""
    cuts = "".join(
        line([(x + dx * size, y - size * 0.3), (x + dx * size + size * 0.1, y - size * 0.46)], CREAM, 3)
        for dx in (-0.25, 0, 0.22)
    )
    half, high = size / 2, size * 0.56
    data = f"M{x - half},{y}q0,{-high} {half},{-high}q{half},0 {half},{high}Z"
    return group(path(data, WOOD), cuts, lift=1)


def plant(x: float, y: float, size: float, pot: str = CORAL, colour: str = LEAF) -> str:
    """A plant in a pot."""
    leaves = "".join(
        leaf(
            x,
            y - size * 0.32,
            size * (0.72 - abs(a) * 0.004),
            -90 + a,
            colour if i % 2 else mix(colour, SPRING, 0.4),
            0.24,
        )
        for i, a in enumerate((-70, 66, -46, 44, -22, 20, 0))
    )
    return group(
        leaves,
        poly(
            [
                (x - size * 0.2, y - size * 0.36),
                (x + size * 0.2, y - size * 0.36),
                (x + size * 0.15, y),
                (x - size * 0.15, y),
            ],
            pot,
        ),
        box(x - size * 0.23, y - size * 0.4, size * 0.46, size * 0.1, tint(pot, 0.2), 3),
        lift=1,
    )


def lamp(x: float, y: float, size: float, colour: str = MARIGOLD) -> str:
    """A lit table lamp."""
    light = tint(MARIGOLD, 0.65)
    glow = disc(x, y - size * 0.8, size * 0.95, light, 0.28) + disc(x, y - size * 0.8, size * 0.66, light, 0.34)
    stand = blob(
        [
            (x - size * 0.05, y - size * 0.6),
            (x + size * 0.05, y - size * 0.6),
            (x + size * 0.15, y - size * 0.2),
            (x + size * 0.1, y),
            (x - size * 0.1, y),
            (x - size * 0.15, y - size * 0.2),
        ],
        PLUM,
    )
    hood = poly(
        [
            (x - size * 0.18, y - size),
            (x + size * 0.18, y - size),
            (x + size * 0.36, y - size * 0.56),
            (x - size * 0.36, y - size * 0.56),
        ],
        colour,
    )
    return glow + group(
        stand,
        hood,
        poly(
            [
                (x - size * 0.18, y - size),
                (x, y - size),
                (x - size * 0.06, y - size * 0.56),
                (x - size * 0.36, y - size * 0.56),
            ],
            CREAM,
            0.35,
        ),
        lift=2,
    )


def shelves(x: float, y: float, wide: float, tall: float, rows: int, rng: random.Random, wood: str = DARK_WOOD) -> str:
    """Shelves full of books."""
    parts = [
        box(x, y, wide, tall, shade(wood, 0.4)),
        box(x + 14, y + 14, wide - 28, tall - 28, shade(wood, 0.6)),
    ]
    high = (tall - 14) / rows
    for row in range(rows):
        base, left = y + high * (row + 1), x + 18
        while left < x + wide - 44:
            thick, long = rng.uniform(13, 26), high * rng.uniform(0.6, 0.84)
            colour = rng.choice([CORAL, MARIGOLD, LEAF, CREAM, ROSE, WATER, SPRING, SKY, tint(PLUM, 0.2)])
            if rng.random() < 0.06:
                left += thick * 2
                continue
            parts.append(
                box(left, base - long, thick, long, colour, 2)
                + box(left, base - long * 0.8, thick, 5, shade(colour, 0.3))
            )
            left += thick + 2
        parts.append(box(x, base, wide, 14, wood))
    return group(*parts, lift=2)


def suitcase(x: float, y: float, wide: float, colour: str) -> str:
    """A suitcase with straps."""
    tall = wide * 0.7
    handle = ring(x, y - tall, wide * 0.13, shade(colour, 0.4), wide * 0.05)
    straps = "".join(
        box(x + dx * wide - 7, y - tall, 14, tall, shade(colour, 0.35))
        + box(x + dx * wide - 10, y - tall * 0.62, 20, 15, MARIGOLD, 3)
        for dx in (-0.26, 0.26)
    )
    corners = "".join(
        disc(x + sx * wide / 2, cy, wide * 0.1, shade(colour, 0.35)) for sx in (-1, 1) for cy in (y, y - tall)
    )
    data = f"M{x - wide / 2},{y - tall}h{wide}v{tall}h{-wide}Z"
    return group(handle, box(x - wide / 2, y - tall, wide, tall, colour, 10), within(data, corners), straps, lift=2)


def stall(
    x: float, y: float, wide: float, tall: float, one: str, two: str, rng: random.Random, goods: Sequence[str]
) -> tuple[str, str]:
    """A market stall: its posts and back, to stand behind the seller, and its counter, crates and awning."""
    counter = y - tall * 0.32
    behind = box(x + 14, y - tall, 10, tall, DARK_WOOD) + box(x + wide - 24, y - tall, 10, tall, DARK_WOOD)
    parts, data = [], f"M{x},{counter}H{x + wide}V{y - 8}H{x}Z"
    parts.append(
        group(
            path(data, shade(two, 0.1) if two != CREAM else tint(WOOD, 0.2)),
            stripes(data, tint(one, 0.1), 26, 26),
            lift=1,
        )
    )
    count = len(goods)
    for i, colour in enumerate(goods):
        left, across = x + 8 + i * (wide - 16) / count, (wide - 16) / count - 6
        size = across * 0.12
        for row in range(3):
            for k in range(5 - row):
                cx = left + across * (0.14 + 0.18 * k + 0.09 * row)
                parts.append(disc(cx, counter - 30 - row * size * 1.35, size, mix(colour, CREAM, rng.uniform(0, 0.22))))
        parts.append(
            box(left, counter - 34, across, 38, WOOD, 3)
            + line([(left + 4, counter - 16), (left + across - 4, counter - 16)], DARK_WOOD, 2.4)
        )
    return behind, group(*parts, lift=2) + _awning(x, y - tall, wide, tall * 0.2, one, two)


def _awning(x: float, y: float, wide: float, deep: float, one: str, two: str) -> str:
    count = 8
    step, parts = (wide + 60) / count, []
    for i in range(count):
        left = x - 30 + i * step
        top_left, top_right = x + 10 + i * (wide - 20) / count, x + 10 + (i + 1) * (wide - 20) / count
        colour = one if i % 2 == 0 else two
        parts.append(
            poly(
                [
                    (top_left, y - deep),
                    (top_right, y - deep),
                    (left + step, y + deep * 0.4),
                    (left, y + deep * 0.4),
                ],
                colour,
            )
        )
        parts.append(
            path(
                f"M{left:.1f},{y + deep * 0.4:.1f}h{step:.1f}v{deep * 0.16:.1f}"
                f"q{-step / 2:.1f},{deep * 0.4:.1f} {-step:.1f},0Z",
                shade(colour, 0.1),
            )
        )
    return group(*parts, lift=2)


def bus(x: float, y: float, size: float) -> str:
    """A red double-decker seen from its side; y is the road."""
    red, body = (
        CORAL,
        smooth([(0, -14), (1, -92), (8, -100), (196, -100), (208, -92), (212, -40), (212, -14)], closed=False) + "Z",
    )
    parts = [path(body, red), box(0, -58, 212, 5, MARIGOLD), box(0, -20, 212, 6, shade(red, 0.35))]
    parts += [
        box(8 + i * 24.5, -92, 22, 24, tint(SKY, 0.25), 3)
        + poly(
            [(8 + i * 24.5, -68), (17 + i * 24.5, -92), (24 + i * 24.5, -92), (15 + i * 24.5, -68)],
            CREAM,
            0.5,
        )
        for i in range(8)
    ]
    parts += [box(34 + i * 24.5, -50, 22, 22, tint(SKY, 0.25), 3) for i in range(5)]
    parts += [
        box(10, -51, 18, 37, shade(WATER, 0.1), 2),
        line([(19, -51), (19, -14)], red, 2, soft=False),
        box(162, -51, 18, 37, shade(WATER, 0.1), 2),
    ]
    parts.append(path("M188,-51h21l2,26h-23Z", tint(SKY, 0.4)))
    for i, (skin, top) in enumerate((("#7d4a2f", MARIGOLD), ("#f4cda9", LEAF), ("#54311f", CREAM), ("#cf9466", PLUM))):
        px, py = 20 + i * 49, -68
        parts.append(
            within(
                f"M0,-92H212V{py}H0Z",
                blob([(px - 6, py + 3), (px - 5, py - 6), (px + 5, py - 6), (px + 6, py + 3)], top),
                disc(px, py - 11, 4.6, skin),
                path(f"M{px - 5},{py - 11}a5,5.4 0 0,1 10,-1q-5,-1 -10,1Z", INK),
            )
        )
    for wx in (48, 172):
        parts += [
            disc(wx, -12, 14, shade(red, 0.5)),
            disc(wx, -11, 11, INK),
            disc(wx, -11, 5, tint(SKY, 0.5)),
        ]
    parts += [disc(208, -24, 3, MARIGOLD), box(2, -28, 4, 8, MARIGOLD, 2)]
    return group(group(*parts, move=(x, y), scale=size / 100), lift=3)


def bicycle(x: float, y: float, size: float, colour: str = CORAL, flip: bool = False) -> str:
    """A bicycle; its wheels stand on y."""
    parts = []
    for wx in (-30, 30):
        parts += [ring(wx, -22, 21, INK, 3), ring(wx, -22, 18, tint(INK, 0.5), 0.8)]
        parts += [
            line([(wx, -22), (wx + math.cos(a) * 18, -22 + math.sin(a) * 18)], tint(INK, 0.5), 0.6)
            for a in (0.3, 1.1, 1.9, 2.7, 3.5, 4.3, 5.1, 5.9)
        ]
    frame = [(-30, -22), (-4, -20), (20, -48), (-12, -48), (-4, -20)]
    parts += [
        line(frame, colour, 3.4, soft=False),
        line([(-30, -22), (-12, -48), (-14, -56)], colour, 3, soft=False),
        line([(30, -22), (19, -52), (18, -60)], colour, 3.2, soft=False),
    ]
    parts += [
        line([(18, -60), (27, -62), (28, -56)], INK, 3),
        oval(-15, -58, 9, 2.8, INK),
        disc(-4, -20, 5, INK),
        line([(-4, -20), (0, -11)], INK, 2.2),
        box(24, -60, 16, 13, WOOD, 2),
    ]
    return group(group(*parts, move=(x, y), scale=size / 100, flip=flip), lift=1)


def train(x: float, y: float, size: float, cars: int) -> str:
    """An overground train, its wheels on y."""
    parts = []
    for i in range(cars):
        left = i * 150
        nose = 18 if i == cars - 1 else 0
        data = f"M{left},-6V-46q0,-6 6,-6H{left + 132 - nose}q{6 + nose},0 {10 + nose},{nose and 24}V-6Z"
        parts += [path(data, CREAM), box(left, -20, 142, 8, MARIGOLD), box(left, -12, 142, 6, PLUM)]
        parts += [box(left + 8 + k * 31, -44, 24, 17, WATER, 3) for k in range(4)]
        parts += [box(left + 34 + k * 62, -45, 4, 32, tint(MARIGOLD, 0.2)) for k in range(2)]
        parts += [disc(left + wx, -4, 4.5, INK) for wx in (18, 32, 108, 122)]
    return group(group(*parts, move=(x, y), scale=size / 50), lift=1)


def viaduct(y: float, deep: float, brick: str, arches: int, left: float = -40) -> str:
    """A brick viaduct; y is the top of its wall."""
    step, parts = (WIDTH + 120) / arches, []
    data = f"M-20,{y}H{WIDTH + 20}V{y + deep}H-20Z"
    for i in range(arches):
        x = left + i * step
        wide = step * 0.74
        data += f"M{x:.1f},{y + deep}V{y + deep * 0.52:.1f}a{wide / 2:.1f},{wide * 0.44:.1f} 0 0,1 {wide:.1f},0"
        data += f"V{y + deep}Z"
        parts.append(
            path(
                f"M{x:.1f},{y + deep * 0.52:.1f}a{wide / 2:.1f},{wide * 0.44:.1f} 0 0,1 {wide:.1f},0",
                "none",
                tint(brick, 0.4),
                9,
            )
        )
    wall = f'<path fill-rule="evenodd" d="{data}" fill="{brick}"/>'
    return group(
        wall,
        *parts,
        box(-20, y, WIDTH + 40, 16, tint(brick, 0.5)),
        box(-20, y + 26, WIDTH + 40, 7, shade(brick, 0.25)),
        lift=2,
    )


def wheelie(x: float, y: float, size: float, colour: str) -> str:
    """A wheeled bin; y is the ground."""
    parts = [
        disc(-17, -7, 7, INK),
        disc(17, -7, 7, INK),
        disc(-17, -7, 2.6, tint(INK, 0.5)),
        disc(17, -7, 2.6, tint(INK, 0.5)),
    ]
    parts += [
        poly([(-26, -86), (26, -86), (21, -5), (-21, -5)], colour),
        poly([(6, -86), (26, -86), (21, -5), (8, -5)], INK, 0.16),
    ]
    parts += [
        line([(-17, -78), (-14, -14)], tint(colour, 0.3), 2, 0.7),
        line([(0, -78), (0, -14)], tint(colour, 0.2), 2, 0.5),
    ]
    parts += [
        path("M-31,-86q3,-13 16,-13H15q13,0 16,13Z", tint(colour, 0.14)),
        box(-31, -88, 62, 5, shade(colour, 0.25), 2),
        box(-12, -104, 24, 6, shade(colour, 0.3), 3),
    ]
    return group(group(*parts, move=(x, y), scale=size / 100), lift=3)


def lamp_post(x: float, y: float, height: float, lit: bool = False) -> str:
    """A street lamp."""
    glow = (
        disc(x, y - height, height * 0.26, MARIGOLD, 0.14) + disc(x, y - height, height * 0.15, MARIGOLD, 0.2)
        if lit
        else ""
    )
    head = poly(
        [
            (x - 15, y - height - 20),
            (x + 15, y - height - 20),
            (x + 10, y - height + 18),
            (x - 10, y - height + 18),
        ],
        MARIGOLD if lit else tint(SKY, 0.4),
    )
    return glow + group(
        box(x - 5, y - height, 10, height, INK, 4),
        box(x - 11, y - 60, 22, 60, INK, 5),
        head,
        poly([(x - 20, y - height - 18), (x, y - height - 44), (x + 20, y - height - 18)], INK),
        lift=1,
    )


def shadow(x: float, y: float, long: float, thick: float, slope: float = 0.16) -> str:
    """The long low shadow of someone standing at x, y."""
    return blob(
        [
            (x - thick, y - 3),
            (x + long, y + long * slope - thick * 0.4),
            (x + long * 1.06, y + long * slope + 4),
            (x + long, y + long * slope + thick * 0.6),
            (x - thick, y + 7),
        ],
        INK,
        0.16,
    )
