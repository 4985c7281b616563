"""People of every kind, cut from paper: how they look, how they hold themselves, and what they carry."""

import math
from dataclasses import dataclass, replace

from paper import (
    CORAL,
    CREAM,
    INK,
    LEAF,
    MARIGOLD,
    PLUM,
    ROSE,
    SKY,
    SPRING,
    WATER,
    Point,
    blob,
    box,
    disc,
    group,
    line,
    mix,
    oval,
    path,
    poly,
    ring,
    shade,
    smooth,
    spots,
    sprigs,
    stripes,
    tint,
    within,
)

PALE, FAIR, OLIVE, TAN, BROWN, DEEP = "#f4cda9", "#e6b083", "#cf9466", "#a86c45", "#7d4a2f", "#54311f"
BLACK, CHESTNUT, GINGER, GREY, WHITE, BLOND = "#231a1c", "#5a3320", "#b65a2a", "#a9a8a0", "#efe9dc", "#dcae5f"


@dataclass(frozen=True)
class Look:
    """Skin, hair and clothes."""

    skin: str = TAN
    hair: str = "short"
    hair_colour: str = BLACK
    top: str = CORAL
    bottom: str = WATER
    wear: str = "top"
    print: str = ""
    accent: str = CREAM
    sleeves: str = "long"
    shoes: str = INK
    beard: str = ""
    glasses: bool = False
    child: bool = False
    scarf: str = ""


@dataclass(frozen=True)
class Pose:
    """Where hips, feet and hands are, in hundredths of the height; hands are told from the neck."""

    turn: int = 0
    hip: Point = (0, -50)
    lean: float = 0
    near_hand: Point = (-12, 34)
    far_hand: Point = (12, 34)
    near_foot: Point = (-5, 0)
    far_foot: Point = (5, 0)
    near_bend: int = 1
    far_bend: int = -1
    near_knee: Point | None = None
    far_knee: Point | None = None
    nod: float = 0


STAND = Pose()
STAND_SIDE = Pose(turn=1, near_hand=(-4, 34), far_hand=(8, 32), near_foot=(-3, 0), far_foot=(4, 0), far_bend=1)
WALK = Pose(
    turn=1,
    lean=2,
    near_hand=(-12, 30),
    far_hand=(13, 28),
    near_foot=(12, -1),
    far_foot=(-14, -3),
    far_bend=1,
    hip=(0, -48),
)
SIT = Pose(
    turn=1,
    hip=(0, -29),
    lean=1,
    near_hand=(15, 21),
    far_hand=(18, 19),
    near_foot=(21, 0),
    far_foot=(25, 0),
    near_knee=(21, -29),
    far_knee=(24, -30),
    far_bend=1,
)
SIT_FRONT = Pose(
    hip=(0, -30),
    near_hand=(-7, 27),
    far_hand=(7, 27),
    near_foot=(-7, 0),
    far_foot=(7, 0),
    near_knee=(-8.5, -24),
    far_knee=(8.5, -24),
)
BACK = replace(STAND, turn=2)
SIT_BACK = replace(SIT_FRONT, turn=2, near_hand=(-8, 24), far_hand=(8, 24))


def _bend(start: Point, end: Point, first: float, second: float, side: int) -> tuple[Point, Point]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = math.hypot(dx, dy) or 0.01
    reach = min(far, (first + second) * 0.995)
    end = (start[0] + dx / far * reach, start[1] + dy / far * reach)
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(0, first**2 - along**2)) * side
    ux, uy = dx / far, dy / far
    return (start[0] + ux * along - uy * off, start[1] + uy * along + ux * off), end


def limb(start: Point, middle: Point, end: Point, thick: float, thin: float) -> list[Point]:
    """The outline of an arm or a leg that tapers from its start to its end."""
    half = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    pull = (middle[0] + (middle[0] - half[0]) * 0.55, middle[1] + (middle[1] - half[1]) * 0.55)
    left, right, count = [], [], 10
    for i in range(count + 1):
        t = i / count
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        x, y = (a * start[k] + b * pull[k] + c * end[k] for k in (0, 1))
        dx, dy = (2 * (1 - t) * (pull[k] - start[k]) + 2 * t * (end[k] - pull[k]) for k in (0, 1))
        size, wide = math.hypot(dx, dy) or 1, (thick + (thin - thick) * t) / 2
        left.append((x - dy / size * wide, y + dx / size * wide))
        right.append((x + dy / size * wide, y - dx / size * wide))
    return left + right[::-1]


def _arm(look: Look, shoulder: Point, hand: Point, bend: int, dark: float, item: str, side: bool) -> str:
    reach = math.dist(shoulder, hand) / 2
    upper = 15.5 if side else min(15.5, 6.5 + reach * 0.6)
    elbow, wrist = _bend(shoulder, hand, upper, upper - 0.5, bend)
    cloth, skin = shade(look.top, dark), shade(look.skin, dark * 0.7)
    outline = limb(shoulder, elbow, wrist, 7, 4.2)
    palm = disc(*wrist, 2.7, skin)
    held = group(item, move=wrist) if item else ""
    if look.sleeves == "short":
        cut = limb(shoulder, ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2), elbow, 7.6, 6.8)
        return blob(outline, skin) + palm + blob(cut, cloth) + held
    cuff = ((wrist[0] * 5 + elbow[0]) / 6, (wrist[1] * 5 + elbow[1]) / 6)
    return palm + blob(outline, cloth) + disc(*cuff, 2.2, shade(cloth, 0.12)) + palm + held


def _leg(look: Look, hip: Point, foot: Point, knee: Point | None, toe: float, dark: float) -> str:
    ankle = (foot[0], foot[1] - 3)
    if knee is None:
        reach = math.hypot(ankle[0] - hip[0], ankle[1] - hip[1]) * 0.503
        knee, ankle = _bend(hip, ankle, reach, reach, -1)
        lap = ""
    elif look.wear in ("dress", "skirt", "robe"):
        shin = (knee[0] * 0.6 + ankle[0] * 0.4, knee[1] * 0.6 + ankle[1] * 0.4)
        end = ankle if look.wear == "robe" else shin
        lap = blob(limb(hip, knee, end, 12, 10), shade(look.bottom if look.wear == "skirt" else look.top, dark))
    else:
        lap = ""
    skirted = look.wear in ("dress", "skirt")
    colour = shade(look.skin if skirted else look.bottom, dark)
    x, y = ankle
    shoe = path(
        smooth(
            [(x - 3, y - 1), (x, y - 2.5), (x + 3, y - 0.6)],
            False,
        )
        + f"L{x + (7 if toe else 3.4):.1f},{y + 3:.1f}L{x - (3 if toe else 3.4):.1f},{y + 3:.1f}Z",
        shade(look.shoes, dark),
    )
    return shoe + blob(limb(hip, knee, ankle, 9.4 if not skirted else 7, 5.6 if not skirted else 4), colour) + lap


def _cloth(data: str, look: Look) -> str:
    colours = {"stripes": stripes, "spots": spots, "sprigs": sprigs}
    if look.print not in colours:
        return ""
    if look.print == "stripes":
        return stripes(data, look.accent, 2.2, 3.2, 90)
    if look.print == "spots":
        return spots(data, look.accent, 0.9, 6)
    return sprigs(data, tint(look.top, 0.35), look.accent, 0.14)


def _torso(look: Look, hip: Point, neck: Point, wide: float, pose: Pose, ground: float) -> str:
    (hx, hy), (nx, ny) = hip, neck
    seated = pose.near_knee is not None
    waist = ((hx + nx) / 2, (hy + ny) / 2 + 3)
    hips = wide * 0.88
    upper = [(nx - 2.6, ny - 1), (nx - wide, ny + 3.4), (waist[0] - wide * 0.82, waist[1])]
    lower = [(waist[0] + wide * 0.82, waist[1]), (nx + wide, ny + 3.4), (nx + 2.6, ny - 1)]
    hem_y, flare = {
        "dress": (ground - 24, wide * 1.5),
        "coat": (ground - 30, wide * 1.3),
        "robe": (ground - 4, wide * 1.55),
        "tunic": (ground - 27, wide * 1.15),
    }.get(look.wear, (hy + 3, hips))
    if seated:
        hem_y, flare = hy + 4, hips * 1.06
    centre = hx if seated else hx * 0.8
    hem = [(centre - flare, hem_y), (centre, hem_y + 1.4), (centre + flare, hem_y)]
    data = smooth([*upper, (hx - hips, hy), *hem, (hx + hips, hy), *lower])
    parts = [path(data, look.top), _cloth(data, look)]
    dark = shade(look.top, 0.2)
    side = [
        (nx + wide * 0.5, ny),
        (nx + wide * 1.6, ny),
        (centre + flare * 1.3, hem_y + 4),
        (centre + flare * 0.55, hem_y + 4),
    ]
    parts.append(within(data, blob([*side, (waist[0] + wide * 0.36, waist[1])], dark, 0.35)))
    if look.wear == "coat":
        parts.append(
            line([(nx + (2 if pose.turn else 0), ny + 5), (centre + (3 if pose.turn else 0), hem_y)], dark, 0.9)
        )
    if look.wear == "apron" and pose.turn != 2:
        lap = [
            (nx - 4, ny + 8),
            (nx + 4, ny + 8),
            (hx + 6.5, hy - 8),
            (hx + 7, hy + 16),
            (hx - 7, hy + 16),
            (hx - 6.5, hy - 8),
        ]
        parts.append(poly(lap, look.accent) + line([(hx - 7, hy - 8), (hx + 7, hy - 8)], shade(look.accent, 0.25), 0.9))
    if look.wear == "vest":
        vest = [(nx - wide, ny + 2), (nx + wide, ny + 2), (hx + hips, hy - 2), (hx - hips, hy - 2)]
        bands = "".join(box(nx - 20, ny + d, 40, 2.6, CREAM) for d in (13, 19))
        parts.append(within(data, poly(vest, MARIGOLD), bands))
    return "".join(parts)


def _skirt(look: Look, hip: Point) -> str:
    (hx, hy) = hip
    data = smooth([(hx - 8, hy - 9), (hx + 8, hy - 9), (hx + 13, -20), (hx, -18), (hx - 13, -20)])
    return path(data, look.bottom) + line([(hx + 3, hy), (hx + 5, -21)], shade(look.bottom, 0.2), 0.9)


def _curls(points: list[Point], radius: float, colour: str) -> str:
    return "".join(disc(x, y, radius, colour if i % 3 else tint(colour, 0.07)) for i, (x, y) in enumerate(points))


def _behind(look: Look, turn: int) -> str:
    colour, back = look.hair_colour, -1.6 * (turn == 1)
    match look.hair:
        case "afro":
            rim = [(math.cos(a * 0.5) * 8.5 + back, math.sin(a * 0.5) * 8 - 3.6) for a in range(13)]
            return disc(back, -3.4, 9.4, colour) + _curls(rim, 2.8, colour)
        case "long":
            return blob(
                [
                    (-7 + back, -4),
                    (0, -9.2),
                    (6.4, -4),
                    (7.4 + back, 6),
                    (7.6 + back, 16),
                    (-8 + back, 16),
                    (-8.4 + back, 6),
                ],
                colour,
            )
        case "bob":
            return blob(
                [
                    (-7.4 + back, -3),
                    (0, -9),
                    (6.6, -3),
                    (7.8 + back, 6),
                    (4 + back, 9),
                    (-5 + back, 9.4),
                    (-8.4 + back, 6),
                ],
                colour,
            )
        case "locs":
            ends = [(-8 + back, 15), (-5.4 + back, 17), (-2 + back, 17), (3, 16), (6.6, 13)]
            return "".join(
                line([(x * 0.5, -5), (x, 4), (x * 1.05, y)], shade(colour, 0.1 * (i % 2)), 3.1)
                for i, (x, y) in enumerate(ends)
            )
        case "curly":
            spots_at = [
                (-7, 3),
                (-7.4, -1),
                (-6.4, -5),
                (6.2, -4),
                (-6.6, 7),
                (6.8 + back, 1),
                (6.8 + back, 5),
                (-4, 9),
            ]
            return _curls(spots_at, 3.6, colour)
        case "plait":
            return _curls([(-6 + back, 6), (-7 + back, 9.6), (-7.4 + back, 13), (-7.4 + back, 16)], 2.3, colour)
        case "tail":
            return blob([(-5, -6), (-11, -6), (-13, 2), (-10.5, 10), (-8.6, 4), (-6, 0)], colour)
        case "hijab":
            return blob([(-8.4, -3), (-4, -9.8), (3, -9.6), (7.4, -4), (7.6, 4), (9, 12), (-10, 13), (-9, 5)], colour)
    return ""


def _cap_of_hair(colour: str, turn: int, low: float = 0) -> str:
    if turn == 1:
        return blob(
            [
                (5.8, -4.4),
                (3.4, -8.4),
                (-1.6, -9.2),
                (-6.4, -6.4),
                (-7.4, 0),
                (-6.2, 4 + low),
                (-3.6, 4.2 + low),
                (-3.2, -0.6),
                (0, -4),
                (3, -4.6),
            ],
            colour,
        )
    return blob(
        [
            (-6.6, 1 + low),
            (-7.2, -3.6),
            (-4, -8.6),
            (0, -9.2),
            (4, -8.6),
            (7.2, -3.6),
            (6.6, 1 + low),
            (5.4, -2.4),
            (2, -5),
            (-3, -4.2),
            (-5.4, -2),
        ],
        colour,
    )


def _hair(look: Look, turn: int) -> str:
    colour, low = look.hair_colour, 0
    light = tint(colour, 0.16)
    if turn == 2 and look.hair not in ("hijab", "turban", "wrap", "beanie", "cap", "hat", "bald"):
        whole_head = blob([(-6.9, 2), (-7, -4), (-3.6, -8.8), (3.6, -8.8), (7, -4), (6.9, 2), (4, 7), (-4, 7)], colour)
        extra = disc(0, -8, 4, colour) + line([(-2, -9.6), (1, -10.6)], light, 0.8) if look.hair == "bun" else ""
        return whole_head + extra + line([(-4, -4), (-1, -6.6), (2.6, -6.4)], light, 0.8)
    if turn == 2 and look.hair in ("beanie", "cap"):
        nape = blob([(-6.6, -3), (6.6, -3), (6, 3), (3, 6), (-3, 6), (-6, 3)], CHESTNUT)
        return nape + _hair(replace(look, hair="dome"), turn)
    gleam = line([(-4.6, -5), (-2, -7.4), (1.6, -7.8)], light, 0.8)
    match look.hair:
        case "short" | "long" | "bob" | "plait" | "tail" | "locs" | "curly" | "bun":
            top = disc(-2.4 * (turn == 1), -10, 3.8, colour) if look.hair == "bun" else ""
            low = 3 if look.hair in ("long", "bob", "locs") else 0
            if look.hair == "curly":
                rim = [(-5, -5.4), (-2.4, -7.6), (1, -8.2), (4.2, -6.6), (-6.2, -1.6)]
                return _cap_of_hair(colour, turn) + _curls(rim, 3, colour)
            return top + _cap_of_hair(colour, turn, low) + gleam
        case "crop":
            return _cap_of_hair(colour, turn, -2)
        case "afro":
            return _cap_of_hair(colour, turn, -1) + _curls([(-4, -6), (0, -7.4), (3.6, -6)], 2.4, colour)
        case "bald":
            return (
                blob([(-6.6, 0), (-6.6, 4), (-4.4, 5), (-4.2, 0)], colour)
                if turn == 1
                else disc(-6, 1, 1.6, colour) + disc(6, 1, 1.6, colour)
            )
        case "hijab":
            dark = shade(colour, 0.2)
            if turn == 2:
                drape = [
                    (-7.6, -3),
                    (-3, -9.6),
                    (3, -9.6),
                    (7.6, -3),
                    (8, 4),
                    (10.5, 14),
                    (0, 17),
                    (-10.5, 14),
                    (-8, 4),
                ]
                return blob(drape, colour) + line([(0, 2), (-1, 9), (-4, 14)], dark, 0.8)
            lean = 1.4 * (turn == 1)
            face = f"M{-4.7 + lean},0a4.7,6 0 1,0 9.4,0a4.7,6 0 1,0 -9.4,0Z"
            outer = smooth(
                [
                    (-7.9, -3),
                    (-3.4, -9.7),
                    (3, -9.7),
                    (7, -4),
                    (7.2, 3),
                    (6.6, 8),
                    (10.4, 13),
                    (2, 17),
                    (-10.6, 14),
                    (-8.6, 5),
                ]
            )
            return (
                f'<path fill-rule="evenodd" d="{outer}{face}" fill="{colour}"/>'
                + line([(-6, 6), (-1, 9.6), (5.6, 7.4)], dark, 0.8)
                + line([(-7.6, 9), (-1, 13.4), (7, 11.6)], dark, 0.8)
            )
        case "turban":
            dark = shade(colour, 0.22)
            dome = [
                (-7.8, -1.2),
                (-8.4, -6),
                (-4.4, -11.6),
                (2, -12),
                (7, -8.4),
                (7.4, -3.4),
                (3.4, -4.6),
                (0, -5.2),
                (-4, -3.4),
            ]
            folds = [
                [(-7.6, -3), (-1, -7), (6.4, -9)],
                [(-8, -5.6), (-2, -9.4), (4.4, -11)],
                [(7, -4.2), (1, -7.4), (-4, -11)],
            ]
            return blob(dome, colour) + "".join(line(fold, dark, 0.7) for fold in folds)
        case "wrap":
            dome = [
                (-7.4, 0.6),
                (-8.4, -6),
                (-5, -12.4),
                (2, -13),
                (7.4, -8.4),
                (7, -3.6),
                (2, -5.4),
                (-3.6, -3.6),
            ]
            knot = blob([(-3, -11), (-6, -16), (0, -14.6), (4, -16.6), (3, -11.4)], tint(colour, 0.14))
            return knot + blob(dome, colour) + line([(-7, -4), (0, -8), (6.8, -7.6)], look.accent, 0.9)
        case "dome":
            dome = [(-7.2, -1.6), (-6.8, -7), (-2, -11.2), (3, -11), (6.8, -6.6), (7.2, -1.6)]
            return blob(dome, colour) + line([(-7, -2.4), (0, -1.4), (7, -2.4)], shade(colour, 0.2), 2.6)
        case "beanie":
            dome = [(-7.2, -1.6), (-6.8, -7), (-2, -11.2), (3, -11), (6.8, -6.6), (6.8, -2.6)]
            band = line([(-7, -2.6), (0, -4.4), (6.8, -3.4)], shade(colour, 0.2), 2.6)
            return _cap_of_hair(BLACK, turn, -1) + blob(dome, colour) + band
        case "cap" | "flat":
            dome = [(-7.2, -1.4), (-7, -6.4), (-2, -10), (4, -9.4), (7, -5), (6.6, -3.2), (0, -4.4)]
            peak = (
                blob([(3, -5.4), (8, -5), (11.4, -3), (7, -2.8)], shade(colour, 0.2))
                if turn == 1
                else oval(0, -3.8, 6.4, 1.6, shade(colour, 0.2))
            )
            return _cap_of_hair(CHESTNUT if look.hair == "cap" else GREY, turn, 0) + blob(dome, colour) + peak
        case "hat":
            brim = oval(0, -5, 13, 2.7, colour)
            return (
                brim
                + blob([(-6.6, -5), (-6, -10), (0, -12.4), (6, -10), (6.6, -5)], colour)
                + line([(-6.4, -6.4), (0, -5.6), (6.4, -6.4)], look.accent, 1.4)
            )
    return ""


def _head(look: Look, turn: int, fine: bool) -> str:
    skin, dark = look.skin, mix(look.skin, BLACK, 0.66)
    parts = []
    if turn == 1:
        shape = [
            (-6.2, -2),
            (-3, -7.6),
            (2, -7.8),
            (5.6, -4),
            (5.7, -1.4),
            (7.5, 1.6),
            (5.7, 2.7),
            (5.1, 5.6),
            (2.6, 7.8),
            (-2, 6.8),
            (-5.6, 3),
        ]
    else:
        shape = [
            (-6.3, -1),
            (-4.6, -6.4),
            (0, -8),
            (4.6, -6.4),
            (6.3, -1),
            (5, 4.6),
            (1.6, 7.7),
            (-1.6, 7.7),
            (-5, 4.6),
        ]
    data = smooth(shape)
    parts.append(path(data, skin))
    if turn != 2:
        parts.append(within(data, oval(6.6 if turn == 0 else -6, 4, 4.4, 9, dark, 0.22)))
        if fine:
            eyes = ((2.4, -0.6), (-2.4, -0.6)) if turn == 0 else ((3.1, -0.7),)
            parts += [line([(x - 1, y), (x, y + 0.55), (x + 1, y)], dark, 0.55) for x, y in eyes]
            mouth = (0, 3.9) if turn == 0 else (3.4, 4.1)
            parts.append(
                line(
                    [
                        (mouth[0] - 1.7, mouth[1] - 0.2),
                        (mouth[0], mouth[1] + 0.9),
                        (mouth[0] + 1.7, mouth[1] - 0.3),
                    ],
                    dark,
                    0.55,
                )
            )
            cheeks = ((3.7, 2), (-3.7, 2)) if turn == 0 else ((2, 2.2),)
            parts += [disc(x, y, 1.3, CORAL, 0.25) for x, y in cheeks]
            if turn == 0:
                parts.append(line([(0.2, 0.2), (0.9, 1.7), (0, 2)], dark, 0.4, 0.7))
        if look.beard:
            jaw = [(-5.6, 0.6), (-4.6, 3), (0, 2.6), (4.6, 3), (5.6, 0.6), (5, 6.4), (0, 10.4), (-5, 6.4)]
            if turn == 1:
                jaw = [(-3.6, 0.6), (-2, 3), (2, 2.9), (5.6, 3), (5.4, 7), (3, 10.2), (-2, 8.4), (-4.6, 4)]
            parts.append(blob(jaw, look.beard))
            mouth_x = 0 if turn == 0 else 3.4
            parts.append(line([(mouth_x - 1.4, 4.4), (mouth_x, 5), (mouth_x + 1.4, 4.3)], mix(skin, CORAL, 0.4), 0.7))
        if turn == 1 and look.hair != "hijab":
            parts.append(oval(-2.6, 1, 1.2, 1.8, shade(skin, 0.12)))
    parts.append(_hair(look, turn))
    if look.glasses and turn != 2:
        frames = ((2.6, -0.4), (-2.6, -0.4)) if turn == 0 else ((3.4, -0.4),)
        parts += [ring(x, y, 2, INK, 0.55) for x, y in frames]
        parts.append(line([(-0.7, -0.6), (0.7, -0.6)] if turn == 0 else [(1.4, -0.6), (-2, -0.2)], INK, 0.5))
    return "".join(parts)


def person(
    look: Look,
    pose: Pose,
    x: float,
    y: float,
    height: float,
    flip: bool = False,
    near: str = "",
    far: str = "",
    held: str = "",
    lift: int = 2,
) -> str:
    """One person with their feet at x, y. The pieces near, far and held go to the hands and to the chest."""
    turn = pose.turn
    small = 0.86 if look.child else 1
    wide = (8 if turn == 1 else 9.6) * (1 if not look.child else 0.95)
    hip = (pose.hip[0], pose.hip[1] * small)
    neck = (hip[0] + pose.lean, hip[1] - 30 * small)
    size = 1.32 if look.child else 1.0
    head = (neck[0] + (1.4 if turn == 1 else 0) + pose.nod * 0.2, neck[1] - 9.6 * size)
    offset = wide * 0.78
    near_shoulder, far_shoulder = (neck[0] - offset, neck[1] + 5), (neck[0] + offset, neck[1] + 5)
    if turn == 1:
        near_shoulder, far_shoulder = (neck[0] - 3, neck[1] + 5), (neck[0] + 4.4, neck[1] + 5)
    near_hand = (neck[0] + pose.near_hand[0], neck[1] + pose.near_hand[1])
    far_hand = (neck[0] + pose.far_hand[0], neck[1] + pose.far_hand[1])
    toe = 1 if turn == 1 else 0
    hips = 3.9 if turn != 1 else 1.6
    legs = _leg(look, (hip[0] + hips, hip[1]), pose.far_foot, pose.far_knee, toe, 0.14)
    legs += _leg(look, (hip[0] - hips, hip[1]), pose.near_foot, pose.near_knee, toe, 0)
    far_arm = _arm(look, far_shoulder, far_hand, pose.far_bend, 0.14 if turn == 1 else 0.07, far, turn == 1)
    near_arm = _arm(look, near_shoulder, near_hand, pose.near_bend, 0, near, turn == 1)
    throat = blob(
        limb(neck, ((neck[0] + head[0]) / 2, (neck[1] + head[1]) / 2), head, 6.2, 5.4), shade(look.skin, 0.13)
    )
    collar = ""
    if look.scarf:
        collar = line(
            [(neck[0] - 4, neck[1] - 0.6), (neck[0], neck[1] + 1.6), (neck[0] + 4, neck[1] - 0.6)],
            look.scarf,
            3.6,
        )
    seated = pose.near_knee is not None
    torso = _torso(look, hip, neck, wide, pose, 0)
    skirt = _skirt(look, hip) if look.wear == "skirt" and not seated else ""
    skull = group(_head(look, turn, height > 170), move=head, scale=size, turn=pose.nod)
    nape = group(_behind(look, turn), move=head, scale=size, turn=pose.nod)
    over = group(near_arm, lift=1) if height > 230 and turn != 2 else near_arm
    if turn == 2:
        order = [far_arm, near_arm, legs, skirt, torso, throat, collar, skull, nape]
    elif seated and turn == 1:
        order = [nape, far_arm, torso, legs, throat, collar, skull, held, over]
    elif turn == 0:
        order = [nape, legs, skirt, torso, throat, collar, skull, held, far_arm, over]
    else:
        order = [nape, far_arm, legs, skirt, torso, throat, collar, skull, held, over]
    return group(group(*order, move=(x, y), scale=height / 100, flip=flip), lift=lift)


def baby(skin: str = BROWN, cloth: str = MARIGOLD) -> str:
    """A baby in a sling, to be held at the chest."""
    return (
        blob([(-6, -60), (5, -64), (9, -54), (4, -46), (-6, -48)], cloth)
        + disc(5, -64, 4.2, skin)
        + blob([(1, -65), (3, -69), (8, -68), (9, -65), (5, -66)], BLACK)
        + line([(-6, -76), (-2, -66), (6, -52)], shade(cloth, 0.14), 2)
    )


def cane(colour: str = CREAM) -> str:
    """A walking cane, to be held in a hand."""
    return line([(0, 0), (4, 22)], colour, 1.2) + line([(-3, 0), (0, -1), (2, 1)], colour, 1.4)


def wheelchair(look: Look, pose: Pose, x: float, y: float, height: float, flip: bool = False, near: str = "") -> str:
    """A person in a wheelchair that they push themselves."""
    unit = height / 100
    seated = replace(pose, hip=(0, -33), near_knee=(20, -33), far_knee=(22, -33), near_foot=(25, -8), far_foot=(28, -8))
    back = line([(-10, -60), (-8, -30), (12, -30)], INK, 2.6, soft=False)
    back += line([(12, -30), (21, -6), (32, -5)], INK, 2.2, soft=False) + line([(-14, -60), (-10, -60)], INK, 3)
    wheel = disc(-2, -20, 18, tint(SKY, 0.3), 0.35) + ring(-2, -20, 19, INK, 2.4) + ring(-2, -20, 15.4, CORAL, 1.2)
    spokes = "".join(
        line([(-2, -20), (-2 + math.cos(a) * 18, -20 + math.sin(a) * 18)], tint(INK, 0.3), 0.6)
        for a in (0.2, 1, 1.8, 2.6, 3.4, 4.2, 5, 5.8)
    )
    front = wheel + spokes + disc(-2, -20, 2.4, INK) + ring(22, -5, 4, INK, 2)
    chair = group(back, move=(x, y), scale=unit, flip=flip, lift=1)
    wheels = group(group(front, move=(x, y), scale=unit, flip=flip), lift=1)
    return chair + person(look, seated, x, y, height, flip, near=near) + wheels


CROWD: dict[str, Look] = {
    "amina": Look(BROWN, "hijab", MARIGOLD, WATER, PLUM, "robe"),
    "gurdeep": Look(TAN, "turban", CORAL, WATER, INK, "coat", beard="#2c2424"),
    "ruta": Look(PALE, "bob", BLOND, CORAL, PLUM, "dress", "sprigs", CREAM),
    "kofi": Look(DEEP, "crop", BLACK, MARIGOLD, INK, print="stripes", accent=CORAL),
    "blessing": Look(DEEP, "wrap", CORAL, LEAF, PLUM, "dress", "spots", MARIGOLD),
    "marek": Look(FAIR, "short", CHESTNUT, LEAF, INK, beard=CHESTNUT),
    "joan": Look(PALE, "bun", WHITE, PLUM, INK, "coat", scarf=MARIGOLD, glasses=True),
    "samir": Look(OLIVE, "short", BLACK, CREAM, WATER, "top", print="stripes", accent=WATER, beard=BLACK),
    "leila": Look(OLIVE, "long", BLACK, ROSE, WATER, "skirt"),
    "winston": Look(BROWN, "flat", INK, SPRING, PLUM, "coat", beard=WHITE),
    "mei": Look(FAIR, "bob", BLACK, SKY, CORAL, "dress", "sprigs", CORAL),
    "tariq": Look(TAN, "short", BLACK, CREAM, CREAM, "tunic", shoes=CHESTNUT, beard=BLACK),
    "dele": Look(DEEP, "locs", BLACK, CORAL, WATER, sleeves="short"),
    "nadia": Look(TAN, "hijab", ROSE, LEAF, INK, "coat"),
    "ana": Look(OLIVE, "curly", CHESTNUT, MARIGOLD, WATER, "skirt"),
    "pat": Look(PALE, "short", GREY, WATER, INK, glasses=True),
    "ines": Look(BROWN, "afro", BLACK, CREAM, CORAL, "skirt", "spots", CORAL, sleeves="short"),
    "emil": Look(PALE, "short", GINGER, WATER, INK, child=True, print="stripes", accent=CREAM),
    "zara": Look(TAN, "plait", BLACK, CORAL, WATER, "dress", child=True),
    "jo": Look(DEEP, "afro", BLACK, MARIGOLD, WATER, child=True, sleeves="short"),
    "huda": Look(BROWN, "hijab", SKY, PLUM, INK, "coat", child=True),
    "lev": Look(FAIR, "beanie", CORAL, LEAF, INK, child=True),
}


def who(name: str, pose: Pose, x: float, y: float, height: float, flip: bool = False, **more: str) -> str:
    """A neighbour by name; a child is drawn at two thirds of the height."""
    look = CROWD[name]
    return person(look, pose, x, y, height * (0.68 if look.child else 1), flip, **more)
