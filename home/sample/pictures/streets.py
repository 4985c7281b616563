"""Pictures of streets: homes, high roads, markets and ways to travel."""

import math
import random
from dataclasses import replace

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
    blob,
    box,
    carved,
    disc,
    flower,
    group,
    leaf,
    line,
    mix,
    oval,
    path,
    poly,
    ring,
    shade,
    sheet,
    stripes,
    tint,
    willow,
    within,
)
from people import (
    BACK,
    BLACK,
    BROWN,
    CROWD,
    DEEP,
    PALE,
    SIT,
    STAND,
    STAND_SIDE,
    TAN,
    WALK,
    Look,
    baby,
    cane,
    person,
    wheelchair,
    who,
)
from places import (
    DARK_WOOD,
    SLATE,
    WOOD,
    bicycle,
    bowl,
    bunting,
    bus,
    cloth,
    cloud,
    foliage,
    frontal,
    lamp_post,
    lantern,
    loaf,
    mug,
    plant,
    poplar,
    shadow,
    sky,
    stall,
    suitcase,
    table,
    teapot,
    terrace,
    train,
    tree,
    vanishing,
    vase,
    viaduct,
    wheelie,
    woods,
)


def hero() -> str:
    """Neighbours of all ages share food at a long table in a terraced street with bunting, and the street
    opens to forest and a rising sun.
    """
    rng = random.Random(11)
    eye, high, focus = (800, 420), 2.3, 900
    left, right = vanishing(-1, 6.6, eye, high, focus), vanishing(1, 6.6, eye, high, focus)
    road = [(-900, HEIGHT), (740, 470), (860, 470), (2500, HEIGHT)]
    parts = [sky(tint(SKY, 0.25), (800, 262), 116, MARIGOLD, CREAM)]
    parts += [cloud(420, 150, 300), cloud(1210, 110, 260)]
    parts.append(woods(440, 170, mix(LEAF, SKY, 0.45), rng, 420, 1180, 1))
    parts.append(woods(492, 130, mix(LEAF, SPRING, 0.3), rng, 480, 1120, 1))
    parts += [tree(640, 520, 230, LEAF, rng, 1), tree(965, 520, 240, mix(LEAF, SPRING, 0.4), rng, 1)]
    parts.append(poly([(-900, HEIGHT), (560, 486), (1040, 486), (2500, HEIGHT)], tint(ROSE, 0.5)))
    parts.append(poly(road, mix(ROSE, CREAM, 0.72)))
    parts += [terrace(left, 3.6, 6, 5, far_first=True), terrace(right, 3.6, 6, 9, far_first=True)]
    parts.append(bunting([(70, 60), (800, 260), (1530, 60)], 58))
    for name, x, size, flip in (
        ("tariq", 668, 190, False),
        ("zara", 720, 190, False),
        ("leila", 905, 200, True),
    ):
        parts += [shadow(x, 640, 90, 8), who(name, WALK, x, 640, size, flip)]
    back = [
        ("winston", 292, "front"), ("mei", 405, "right"), ("gurdeep", 520, "left"), ("ines", 648, "front"),
        ("amina", 775, "right"), ("joan", 897, "left"), ("dele", 1022, "front"), ("ruta", 1140, "right"),
        ("samir", 1262, "left"),
    ]  # fmt: skip
    for name, x, way in back:
        pose = replace(STAND, near_hand=(-8, 26), far_hand=(9, 26), near_bend=1, far_bend=-1)
        if way != "front":
            pose = replace(STAND_SIDE, near_hand=(13, 22), far_hand=(17, 17))
        parts.append(who(name, pose, x, 1010 + rng.uniform(-14, 10), 440, way == "left"))
    parts.append(cloth(200, 815, 1190, 150, WATER, tint(WATER, 0.32), MARIGOLD, rng))
    parts += [
        bowl(300, 822, 104, CORAL, SPRING, rng),
        teapot(420, 824, 92, MARIGOLD),
        loaf(535, 822, 110),
        vase(655, 824, 150, CREAM, CORAL, rng),
    ]
    parts += [
        bowl(800, 822, 128, PLUM, MARIGOLD, rng),
        loaf(905, 822, 70),
        bowl(1010, 822, 96, CREAM, CORAL, rng),
        vase(1120, 824, 130, ROSE, PLUM, rng),
    ]
    parts += [loaf(1225, 822, 96), teapot(1325, 822, 78, CREAM)]
    tray = bowl(0, -1, 17, CREAM, MARIGOLD, rng)
    parts += [
        shadow(150, 1030, 240, 20),
        who("blessing", replace(STAND_SIDE, near_hand=(15, 17), far_hand=(18, 17)), 150, 1030, 480, near=tray),
    ]
    parts += [
        shadow(1460, 1040, 200, 20),
        wheelchair(CROWD["pat"], replace(SIT, near_hand=(17, 16), far_hand=(20, 10)), 1458, 1042, 480, True),
    ]
    parts += [
        who("jo", replace(BACK, near_hand=(-14, 10), near_bend=1), 610, 1062, 430),
        who("huda", BACK, 985, 1064, 400),
    ]
    parts += [
        foliage("left", LEAF, MARIGOLD, 2, 0.55),
        foliage("right", mix(LEAF, WATER, 0.35), CORAL, 3, 0.42),
    ]
    return sheet(*parts)


def first_week() -> str:
    """A family with suitcases arrives at an open front door, where an older neighbour welcomes them with a
    plant.
    """
    random.Random(5)
    at = frontal(-330, 930, 160)
    parts = [box(0, 0, WIDTH, HEIGHT, tint(SKY, 0.3)), terrace(at, 0, 3, 12)]
    parts += [
        box(-10, 925, WIDTH + 20, 160, tint(ROSE, 0.55)),
        carved("M0,930H1600V1067H0Z", tint(ROSE, 0.2), 18, 0, 0.7),
    ]
    door_x = 470
    parts += [
        group(
            box(door_x + 70, 562, 164, 368, shade(PLUM, 0.4)),
            disc(door_x + 152, 720, 140, MARIGOLD, 0.16),
            lift=1,
        )
    ]
    parts.append(box(door_x + 70, 562, 164, 368, mix(MARIGOLD, CREAM, 0.3)))
    parts.append(poly([(door_x + 78, 562), (door_x + 18, 588), (door_x + 18, 960), (door_x + 78, 930)], LEAF))
    parts.append(
        poly([(door_x + 66, 600), (door_x + 30, 616), (door_x + 30, 740), (door_x + 66, 728)], shade(LEAF, 0.2))
    )
    parts.append(
        poly([(door_x + 66, 766), (door_x + 30, 782), (door_x + 30, 920), (door_x + 66, 900)], shade(LEAF, 0.2))
    )
    parts.append(
        group(
            box(door_x + 30, 926, 260, 26, tint(CREAM, 0.2)),
            box(door_x, 950, 320, 28, shade(CREAM, 0.12)),
            lift=1,
        )
    )
    parts += [plant(door_x - 60, 990, 190, WATER), plant(1480, 975, 190, WATER, mix(LEAF, SPRING, 0.4))]
    parts += [
        who(
            "joan",
            replace(STAND_SIDE, near_hand=(16, 16), far_hand=(19, 14)),
            door_x + 150,
            960,
            480,
            near=plant(2, 2, 26, CORAL, SPRING),
        )
    ]
    keys = (
        ring(0, 3, 2.4, MARIGOLD, 1) + line([(0, 5), (1, 10)], MARIGOLD, 1.2) + line([(1, 10), (3, 9.6)], MARIGOLD, 1.2)
    )
    parts += [
        who(
            "tariq",
            replace(STAND_SIDE, near_hand=(13, 18), far_hand=(16, 15)),
            860,
            1000,
            510,
            True,
            near=keys,
        )
    ]
    parts += [
        who(
            "nadia",
            replace(STAND_SIDE, near_hand=(9, 20), far_hand=(12, 22)),
            1010,
            1010,
            480,
            True,
            held=group(baby(BROWN, MARIGOLD), move=(0, 8)),
        )
    ]
    parts += [suitcase(1150, 1020, 160, PLUM), suitcase(1256, 1035, 130, MARIGOLD)]
    parts += [
        who("zara", replace(STAND_SIDE, near_hand=(-6, 26), far_hand=(15, 8)), 770, 1035, 430, True),
        who("emil", replace(WALK, far_hand=(12, 16)), 1385, 1040, 450, True),
    ]
    parts += [foliage("left", LEAF, ROSE, 4, 0.95), foliage("right", mix(LEAF, SPRING, 0.25), CORAL, 8, 0.5)]
    return sheet(*parts)


def emergencies() -> str:
    """At night an ambulance worker cares for a man wrapped in a blanket on a bench, near a lit phone
    box and an ambulance.
    """
    rng = random.Random(9)
    parts = [sky(mix(WATER, INK, 0.45), (1300, 180), 70, tint(MARIGOLD, 0.6), tint(WATER, 0.3), 6)]
    parts += [
        poplar(200, 700, 420, mix(LEAF, INK, 0.55), rng),
        tree(1500, 740, 460, mix(LEAF, INK, 0.5), rng),
    ]
    parts.append(group(terrace(frontal(240, 760, 66), 0, 3, 3, shade(WATER, 0.4), MARIGOLD), opacity=0.58))
    parts += [
        box(-10, 755, WIDTH + 20, 330, mix(WATER, INK, 0.6)),
        carved("M0,760H1600V1067H0Z", mix(WATER, INK, 0.3), 18, 0, 0.8),
    ]
    parts.append(oval(230, 960, 330, 70, MARIGOLD, 0.18))
    phone = [
        box(-27, -138, 54, 138, CORAL, 3),
        path("M-27,-136q27,-20 54,0Z", tint(CORAL, 0.1)),
        box(-23, -126, 46, 11, CREAM, 2),
        box(-21, -110, 42, 98, tint(MARIGOLD, 0.45)),
    ]
    phone += [line([(-7, -110), (-7, -12)], CORAL, 2.4), line([(7, -110), (7, -12)], CORAL, 2.4)] + [
        line([(-21, -110 + i * 14), (21, -110 + i * 14)], CORAL, 2.4) for i in range(8)
    ]
    parts += [
        disc(210, 700, 260, MARIGOLD, 0.1),
        disc(210, 700, 180, MARIGOLD, 0.1),
        group(group(*phone, move=(210, 960), scale=3.5), lift=3),
    ]
    parts += [lamp_post(560, 830, 520, True)]
    van = [
        path("M0,-12V-78q0,-8 8,-8H120V-12Z", CREAM),
        path("M118,-12V-70h26q6,0 9,6l12,24q8,3 8,10v18Z", tint(CREAM, 0.2)),
        path("M126,-62h17q4,0 6,4l9,19h-32Z", tint(SKY, 0.1)),
    ]
    van += [
        box(0, -38, 173, 9, LEAF),
        stripes("M0,-29H173V-20H0Z", MARIGOLD, 10, 10),
        box(12, -74, 34, 26, tint(MARIGOLD, 0.4), 3),
        box(56, -76, 50, 64, tint(CREAM, 0.3)),
        line([(56, -76), (56, -12)], SKY, 2),
        line([(106, -76), (106, -12)], SKY, 2),
    ]
    van += [
        box(66, -68, 30, 22, tint(MARIGOLD, 0.4), 3),
        box(108, -78, 20, 7, WATER, 3),
        disc(118, -80, 16, SKY, 0.35),
        disc(118, -80, 8, SKY, 0.8),
        box(12, -92, 18, 7, WATER, 3),
        disc(21, -92, 12, SKY, 0.4),
    ]
    van += [disc(x, -11, 14, INK) + disc(x, -11, 6, tint(SKY, 0.4)) for x in (32, 140)] + [disc(170, -24, 4, MARIGOLD)]
    parts += [group(group(*van, move=(770, 925), scale=4.1), lift=3)]
    parts.append(oval(770, 1000, 300, 46, MARIGOLD, 0.14))
    helper = Look(TAN, "tail", BLACK, LEAF, LEAF, "vest")
    parts += [
        line([(640, 905), (640, 1000)], INK, 10),
        line([(800, 905), (800, 1000)], INK, 10),
        group(box(600, 890, 240, 22, WOOD, 6), lift=2),
    ]
    blanket = blob([(-11, -62), (10, -62), (16, -44), (18, -24), (-12, -24), (-15, -44)], ROSE) + line(
        [(-4, -58), (-6, -30)], shade(ROSE, 0.2), 1
    )
    parts += [who("winston", replace(SIT, near_hand=(13, 20)), 690, 1010, 420, held=blanket)]
    parts += [
        person(
            helper,
            replace(
                STAND_SIDE,
                hip=(2, -42),
                lean=5,
                near_hand=(19, 16),
                far_hand=(22, 18),
                near_foot=(-4, 0),
                far_foot=(12, 0),
            ),
            920,
            1016,
            420,
            True,
        )
    ]
    parts += [who("ana", replace(STAND_SIDE, near_hand=(12, 14), far_hand=(14, 20)), 560, 1018, 430)]
    parts += [
        foliage("left", mix(LEAF, INK, 0.45), ROSE, 3, 0.62),
        foliage("right", mix(LEAF, INK, 0.45), MARIGOLD, 7, 0.66),
    ]
    return sheet(*parts)


def home() -> str:
    """A person paints a front door yellow in a terrace with lit windows while a neighbour brings a hot
    drink and others walk home.
    """
    rng = random.Random(4)
    parts = [sky(mix(PLUM, CORAL, 0.35), (1330, 240), 80, MARIGOLD, mix(CORAL, ROSE, 0.4), 5)]
    parts += [woods(520, 150, mix(LEAF, PLUM, 0.5), rng, -60, 1660, 1)]
    parts.append(terrace(frontal(-330, 900, 120), 0, 4, 21, shade(WATER, 0.3), MARIGOLD))
    parts += [
        box(-10, 896, WIDTH + 20, 200, mix(PLUM, ROSE, 0.45)),
        carved("M0,904H1600V1067H0Z", mix(PLUM, ROSE, 0.62), 18, 0, 0.8),
    ]
    parts += [oval(x, 922, 200, 22, MARIGOLD, 0.2) for x in (660, 1260)]
    hedge = "M1080,800H1440V915H1080Z"
    parts.append(group(path(hedge, LEAF), willow(hedge, mix(LEAF, SPRING, 0.4), 0.5), lift=2))
    brush = line([(0, 0), (6, -4)], WOOD, 1.6) + box(5, -8, 6, 5, MARIGOLD, 1)
    parts.append(box(332, 643, 104, 257, MARIGOLD))
    parts += [who("dele", replace(STAND_SIDE, near_hand=(21, 0), far_hand=(10, 26)), 286, 930, 370, near=brush)]
    pail = (
        poly([(0, 0), (60, 0), (52, 60), (8, 60)], CREAM)
        + box(-2, -4, 64, 18, MARIGOLD, 5)
        + poly([(40, 10), (52, 10), (48, 40), (43, 40)], MARIGOLD)
    )
    parts += [group(pail, move=(446, 905), scale=0.85, lift=2)]
    parts += [
        shadow(610, 938, 150, 13),
        who("ruta", replace(STAND_SIDE, near_hand=(13, 12)), 600, 940, 360, True, near=mug(1, 3, 9, CORAL)),
    ]
    parts += [
        shadow(1010, 1020, 190, 14),
        who("emil", WALK, 1150, 1030, 420, True),
        who(
            "kofi",
            replace(WALK, near_hand=(13, 26)),
            1000,
            1020,
            470,
            True,
            near=group(box(-8, 0, 16, 18, WOOD, 1), leaf(-2, 0, 12, -80, LEAF), leaf(2, 0, 12, -100, SPRING)),
        ),
    ]
    parts += [
        foliage("left", mix(LEAF, INK, 0.3), CORAL, 6, 0.7),
        foliage("right", mix(LEAF, INK, 0.35), MARIGOLD, 9, 0.95),
    ]
    return sheet(*parts)


def recycling() -> str:
    """Green, black and brown wheelie bins and a small brown food caddy stand before a leafy hedge as a man
    and a child bring recycling.
    """
    rng = random.Random(14)
    parts = [
        sky(tint(SKY, 0.2), (260, 170), 82, MARIGOLD, CREAM, 8),
        cloud(900, 130, 300),
        woods(420, 150, mix(LEAF, SKY, 0.4), rng, -60, 1660, 1),
    ]
    parts.append(terrace(frontal(900, 575, 58), 0, 3, 16))
    hedge = "M-20,470Q200,440 420,466T860,462T1300,470T1640,462V860H-20Z"
    parts.append(group(path(hedge, LEAF), willow(hedge, mix(LEAF, SPRING, 0.35), 1.0), lift=3))
    parts += [
        group(flower(rng.uniform(30, 1570), rng.uniform(510, 780), 22, rng.choice([ROSE, CREAM, CORAL])), lift=1)
        for _ in range(16)
    ]
    parts += [
        group(box(-10, 840, WIDTH + 20, 60, tint(ROSE, 0.25)), lift=1),
        box(-10, 868, WIDTH + 20, 230, tint(ROSE, 0.6)),
        carved("M0,880H1600V1067H0Z", tint(ROSE, 0.25), 18, 0, 0.8),
    ]
    for x, colour in ((300, LEAF), (560, INK), (820, DARK_WOOD)):
        parts += [shadow(x + 60, 955, 190, 30), wheelie(x, 960, 390, colour)]
    caddy = [
        poly([(-26, -44), (26, -44), (22, 0), (-22, 0)], DARK_WOOD),
        path("M-30,-44q2,-12 14,-12H16q12,0 14,12Z", tint(DARK_WOOD, 0.15)),
        path("M-24,-40q24,34 48,0", "none", tint(DARK_WOOD, 0.35), 3.4),
    ]
    parts += [shadow(1050, 985, 120, 22), group(group(*caddy, move=(1030, 990), scale=2.3), lift=3)]
    bottle = box(-3, -18, 7, 20, LEAF, 3) + box(-1.4, -24, 3.6, 8, LEAF, 1)
    parts += [
        shadow(1270, 1000, 200, 18),
        who(
            "samir",
            replace(STAND_SIDE, near_hand=(16, 16), far_hand=(19, 20)),
            1260,
            1000,
            470,
            True,
            near=box(-12, -6, 24, 16, WOOD, 1) + box(-8, -15, 8, 10, CREAM) + group(bottle, move=(7, -6)),
        ),
    ]
    parts += [
        who(
            "jo",
            replace(STAND_SIDE, near_hand=(14, 14), far_hand=(16, 16)),
            1420,
            1020,
            450,
            True,
            near=disc(0, -3, 4, CORAL) + leaf(0, -6, 5, -50, LEAF),
        )
    ]
    parts += [foliage("left", mix(LEAF, WATER, 0.3), MARIGOLD, 2, 0.7)]
    return sheet(*parts)


def school() -> str:
    """Children and parents walk over a zebra crossing to a school gate, helped by a crossing warden."""
    rng = random.Random(17)
    parts = [
        sky(tint(SKY, 0.25), (1340, 170), 84, MARIGOLD, CREAM, 4),
        cloud(300, 120, 280),
        woods(520, 150, mix(LEAF, SKY, 0.35), rng, -60, 1660, 1),
    ]
    hall = [
        box(560, 300, 800, 380, CORAL),
        poly([(520, 310), (700, 170), (1220, 170), (1400, 310)], SLATE),
        poly([(820, 310), (960, 120), (1100, 310)], tint(CORAL, 0.2)),
        box(560, 480, 800, 18, CREAM),
    ]
    hall += [disc(960, 240, 40, CREAM), disc(960, 240, 30, WATER)] + [
        path(f"M{x},{y}v-70a34,34 0 0,1 68,0v70Z", CREAM) + path(f"M{x + 9},{y - 8}v-60a25,25 0 0,1 50,0v60Z", WATER)
        for x in (600, 710, 1140, 1250)
        for y in (460, 640)
    ]
    hall += [
        path("M880,680v-110a80,80 0 0,1 160,0v110Z", CREAM),
        path("M898,680v-104a62,62 0 0,1 124,0v104Z", PLUM),
        box(950, 70, 20, 60, CREAM),
        path("M930,90q30,-50 60,0Z", MARIGOLD),
    ]
    parts += [
        group(*hall, lift=2),
        tree(430, 690, 400, LEAF, rng),
        tree(1500, 700, 430, mix(LEAF, SPRING, 0.35), rng),
    ]
    parts += [box(-10, 676, WIDTH + 20, 60, mix(SPRING, CREAM, 0.3))]
    rails = "".join(line([(x, 590), (x, 720)], INK, 6) for x in range(20, 780, 34)) + "".join(
        line([(x, 590), (x, 720)], INK, 6) for x in range(1160, 1600, 34)
    )
    rails += (
        box(-10, 610, 780, 9, INK)
        + box(1160, 610, 460, 9, INK)
        + box(-10, 700, 780, 9, INK)
        + box(1160, 700, 460, 9, INK)
    )
    posts = "".join(
        box(x, 540, 44, 190, tint(CORAL, 0.25)) + box(x - 8, 526, 60, 18, CREAM) + disc(x + 22, 506, 22, CREAM)
        for x in (756, 1124)
    )
    arch = path("M778,520Q962,400 1146,520", "none", INK, 10) + "".join(
        leaf(778 + 368 * t, 520 - 4 * 60 * t * (1 - t) * 1.02, 40, a, LEAF, 0.36)
        for t in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
        for a in (-60, -120)
    )
    parts += [group(rails, posts, arch, lift=2)]
    parts += [
        box(-10, 726, WIDTH + 20, 40, tint(ROSE, 0.4)),
        group(box(-10, 760, WIDTH + 20, 400, mix(SLATE, CREAM, 0.25)), lift=1),
    ]
    parts += [
        poly(
            [
                (780 + i * 62 - 60, 766),
                (816 + i * 62 - 60, 766),
                (740 + i * 118 - 170, HEIGHT),
                (672 + i * 118 - 170, HEIGHT),
            ],
            CREAM,
        )
        for i in range(7)
    ]
    for x in (250, 1450):
        pole = "".join(box(x - 7, 420 + i * 46, 14, 46, CREAM if i % 2 else INK) for i in range(8))
        parts.append(
            disc(x, 396, 54, MARIGOLD, 0.25)
            + group(pole, disc(x, 396, 32, MARIGOLD), disc(x - 8, 388, 14, tint(MARIGOLD, 0.4)), lift=2)
        )
    bag = box(-10, -66, 9, 17, MARIGOLD, 3)
    parts += [
        who("leila", WALK, 560, 985, 470),
        who("zara", WALK, 690, 1000, 470, held=bag),
        who("lev", WALK, 830, 965, 450, held=bag.replace(MARIGOLD, ROSE)),
    ]
    parts += [
        who("gurdeep", replace(WALK, far_hand=(11, 26)), 400, 1000, 480),
        who("huda", WALK, 965, 1010, 450, held=bag.replace(MARIGOLD, CORAL)),
        who("jo", replace(WALK, far_hand=(16, -2)), 1100, 980, 440, held=bag.replace(MARIGOLD, LEAF)),
    ]
    sign = line([(0, 20), (0, -40)], WOOD, 1.8) + disc(0, -46, 12, MARIGOLD) + disc(0, -46, 9, CREAM)
    warden = Look(PALE, "cap", INK, LEAF, INK, "vest")
    parts += [
        person(
            warden,
            replace(STAND, near_hand=(-16, 8), far_hand=(17, 10), near_bend=1),
            1290,
            1000,
            490,
            near=sign,
        )
    ]
    parts += [foliage("left", LEAF, CORAL, 5, 0.66)]
    return sheet(*parts)


def work() -> str:
    """Early morning at a workshop, a market stall and a bus stop, with people at work and on their way to
    work.
    """
    rng = random.Random(31)
    parts = [
        sky(mix(MARIGOLD, CREAM, 0.6), (800, 330), 105, MARIGOLD, CREAM, 7),
        woods(560, 130, mix(LEAF, SKY, 0.3), rng, 400, 1200, 1),
    ]
    shop = [
        box(-20, 200, 560, 640, mix(CORAL, PLUM, 0.25)),
        box(-20, 200, 560, 26, CREAM),
        box(30, 330, 460, 510, shade(PLUM, 0.3)),
        box(30, 330, 460, 510, MARIGOLD, opacity=0.32),
        box(10, 270, 500, 60, LEAF),
    ]
    shop += [
        line([(60 + i * 60, 400), (60 + i * 60, 400 + rng.uniform(50, 100))], tint(WOOD, 0.2 * (i % 3)), 12)
        + box(48 + i * 60, 440, 24, 26, (CORAL, CREAM, SKY)[i % 3], 4)
        for i in range(7)
    ]
    shop += [box(44, 382, 430, 14, WOOD)]
    parts.append(group(*shop, lift=2))
    parts += [
        box(-10, 830, WIDTH + 20, 260, tint(ROSE, 0.5)),
        carved("M0,840H1600V1067H0Z", tint(ROSE, 0.2), 18, 0, 0.8),
    ]
    behind, front = stall(560, 850, 400, 400, CORAL, CREAM, rng, (MARIGOLD, SPRING, CORAL))
    parts += [
        behind,
        who("amina", replace(STAND, near_hand=(-10, 24), far_hand=(16, 16)), 760, 850, 325),
        front,
    ]
    maker = replace(CROWD["ines"], wear="apron", accent=WATER, top=CREAM, print="", bottom=INK)
    saw = poly([(0, -2), (24, 3), (24, 8), (0, 3)], tint(SKY, 0.4)) + box(-4, -3, 7, 7, WOOD, 2)
    parts += [
        person(maker, replace(STAND_SIDE, near_hand=(16, 22), far_hand=(20, 24)), 170, 960, 460, near=saw),
        who("pat", replace(STAND_SIDE, near_hand=(13, 24)), 420, 950, 460, True),
    ]
    parts += [
        table(80, 815, 430, 190, WOOD),
        group(box(270, 790, 200, 24, tint(WOOD, 0.3), 3), box(300, 768, 150, 22, tint(WOOD, 0.5), 3), lift=1),
    ]
    stop = [
        box(1040, 430, 470, 20, INK, 6),
        box(1060, 450, 12, 420, INK),
        box(1480, 450, 12, 420, INK),
        box(1072, 460, 408, 340, tint(SKY, 0.4), opacity=0.55),
        box(1100, 770, 340, 18, CORAL, 5),
    ]
    parts += [
        group(*stop, lift=2),
        group(
            box(1540, 380, 12, 500, INK),
            box(1500, 310, 92, 92, CORAL, 12),
            box(1516, 330, 60, 42, CREAM, 6),
            box(1524, 338, 44, 16, WATER, 2),
            disc(1530, 376, 7, CREAM),
            disc(1562, 376, 7, CREAM),
            lift=2,
        ),
    ]
    parts += [
        who(
            "gurdeep",
            replace(STAND_SIDE, near_hand=(8, 26)),
            1150,
            940,
            470,
            near=box(-10, 0, 20, 14, WOOD, 2),
        ),
        who("ruta", replace(STAND_SIDE, near_hand=(11, 14)), 1290, 950, 450, True, near=mug(0, 3, 8, LEAF)),
    ]
    nurse = Look(DEEP, "bun", BLACK, SKY, WATER, sleeves="short")
    parts += [
        person(nurse, STAND, 1420, 945, 460),
        shadow(860, 1000, 200, 16),
        who("marek", WALK, 860, 1005, 460, near=box(-9, 0, 18, 14, CORAL, 2)),
    ]
    parts += [foliage("left", LEAF, MARIGOLD, 3, 0.55), foliage("right", LEAF, CORAL, 4, 0.6)]
    return sheet(*parts)


def travel() -> str:
    """A red double-decker bus and a cyclist pass a viaduct with a train on it, and people walk and
    wheel along the pavement.
    """
    rng = random.Random(41)
    parts = [
        sky(tint(SKY, 0.15), (330, 190), 86, MARIGOLD, CREAM, 9),
        cloud(840, 120, 320),
        cloud(1320, 190, 240),
    ]
    parts += [
        woods(470, 150, mix(LEAF, SKY, 0.4), rng, -60, 1660, 1),
        woods(690, 150, mix(LEAF, SPRING, 0.2), rng, -60, 1660, 1),
    ]
    parts += [train(150, 386, 100, 3), viaduct(384, 380, mix(mix(MARIGOLD, CREAM, 0.5), ROSE, 0.25), 5)]
    parts += [
        box(-10, 745, WIDTH + 20, 50, tint(ROSE, 0.4)),
        group(box(-10, 780, WIDTH + 20, 300, mix(SLATE, CREAM, 0.2)), lift=1),
        carved("M0,790H1600V1067H0Z", mix(SLATE, CREAM, 0.36), 18, 0, 0.6),
    ]
    parts += [box(40 + i * 190, 862, 100, 9, CREAM, 4) for i in range(9)]
    parts += [poplar(90, 770, 330, LEAF, rng), bus(520, 880, 400)]
    rider = replace(
        SIT,
        hip=(0, -50),
        lean=6,
        near_hand=(24, 20),
        far_hand=(26, 20),
        near_knee=(16, -36),
        far_knee=(11, -30),
        near_foot=(12, -12),
        far_foot=(4, -8),
    )
    parts += [
        shadow(270, 945, 200, 22),
        bicycle(250, 945, 280),
        who("ana", rider, 208, 943, 440),
        group(
            box(-10, 968, WIDTH + 20, 200, tint(ROSE, 0.6)),
            box(-10, 968, WIDTH + 20, 14, CREAM),
            carved("M0,985H1600V1067H0Z", tint(ROSE, 0.25), 18, 0, 0.8),
            lift=1,
        ),
    ]
    parts += [
        who("kofi", STAND_SIDE, 1460, 1025, 450, True),
        who("joan", replace(STAND_SIDE, near_hand=(10, 26)), 1360, 1035, 430, True, near=cane(DARK_WOOD)),
    ]
    parts += [
        who("nadia", WALK, 700, 1035, 430),
        shadow(460, 1040, 160, 14),
        wheelchair(CROWD["samir"], SIT, 480, 1045, 430),
        who("zara", WALK, 800, 1040, 430),
    ]
    parts += [foliage("right", LEAF, MARIGOLD, 4, 0.66)]
    return sheet(*parts)


def walthamstow() -> str:
    """Shoppers meet at striped stalls piled with fruit in a street market under bunting."""
    rng = random.Random(53)
    parts = [
        sky(tint(SKY, 0.25), (800, 130), 88, MARIGOLD, CREAM, 2),
        terrace(frontal(-40, 700, 68), 0, 5, 19),
    ]
    parts += [
        bunting([(-20, 90), (400, 250), (800, 70)], 48),
        bunting([(800, 70), (1200, 250), (1640, 90)], 48),
    ]
    parts += [
        box(-10, 690, WIDTH + 20, 400, tint(ROSE, 0.5)),
        carved("M0,700H1600V1067H0Z", tint(ROSE, 0.2), 18, 0, 0.8),
    ]
    sellers = ("blessing", "tariq", "ana")
    for i, (x, one, goods) in enumerate(
        (
            (70, CORAL, (MARIGOLD, CORAL, SPRING)),
            (590, LEAF, (ROSE, PLUM, MARIGOLD)),
            (1110, WATER, (SPRING, CORAL, MARIGOLD)),
        )
    ):
        behind, front = stall(x, 850, 420, 440, one, CREAM, rng, goods)
        parts += [
            behind,
            who(sellers[i], replace(STAND, near_hand=(-11, 24), far_hand=(15, 16)), x + 210, 850, 350),
            front,
        ]
    basket = (
        path("M-8,4q8,-14 16,0", "none", WOOD, 1.4)
        + poly([(-10, 4), (10, 4), (8, 16), (-8, 16)], WOOD)
        + leaf(-4, 4, 11, -100, LEAF)
        + disc(3, 3, 3, CORAL)
    )
    crowd = [
        ("nadia", 170, True, WALK),
        ("pat", 470, False, STAND_SIDE),
        ("mei", 690, True, STAND_SIDE),
        ("jo", 560, False, WALK),
        ("kofi", 900, False, WALK),
        ("winston", 1080, True, STAND_SIDE),
        ("leila", 1440, True, WALK),
        ("lev", 1330, True, WALK),
    ]
    for name, x, flip, pose in crowd:
        parts += [
            shadow(x, 1010, 190, 15),
            who(
                name,
                replace(pose, near_hand=(4, 30)) if pose is WALK else replace(pose, near_hand=(12, 18)),
                x,
                1000 + rng.uniform(0, 26),
                450,
                flip,
                near=basket if name in ("nadia", "leila", "pat") else "",
            ),
        ]
    parts += [foliage("left", LEAF, MARIGOLD, 8, 0.5), foliage("right", LEAF, CORAL, 6, 0.55)]
    return sheet(*parts)


def leytonstone() -> str:
    """People pass a wall of colourful mosaic on a high road with shops, trees and a church spire."""
    rng = random.Random(67)
    parts = [
        sky(tint(SKY, 0.1), (1180, 230), 90, MARIGOLD, CREAM, 8),
        cloud(250, 160, 300),
        woods(500, 140, mix(LEAF, SKY, 0.4), rng, -60, 1660, 1),
    ]
    stone = mix(CREAM, WOOD, 0.28)
    church = [
        box(690, 330, 150, 400, stone),
        poly([(680, 335), (765, 30), (850, 335)], SLATE),
        poly([(765, 30), (850, 335), (790, 335)], shade(SLATE, 0.25)),
        box(682, 326, 166, 18, CREAM),
        box(840, 480, 260, 250, stone),
        poly([(826, 490), (880, 390), (1070, 390), (1116, 490)], SLATE),
    ]
    church += [
        path(f"M{x},{y}v-60q22,-50 44,0v60Z", WATER)
        for x, y in ((743, 470), (743, 620), (880, 640), (950, 640), (1020, 640))
    ] + [
        disc(765, 380, 24, CREAM),
        line([(765, 380), (765, 364)], INK, 4),
        line([(765, 380), (777, 385)], INK, 4),
    ]
    parts += [
        group(*church, lift=2),
        tree(620, 740, 380, LEAF, rng),
        tree(1130, 740, 360, mix(LEAF, SPRING, 0.35), rng),
    ]
    for x, wall, awn in (
        (-30, CORAL, LEAF),
        (250, mix(MARIGOLD, CREAM, 0.4), PLUM),
        (1190, tint(ROSE, 0.1), WATER),
        (1440, mix(CORAL, PLUM, 0.3), MARIGOLD),
    ):
        shop = [
            box(x, 300, 270, 450, wall),
            box(x, 290, 270, 20, CREAM),
            box(x, 520, 270, 50, awn),
            box(x + 18, 590, 130, 150, tint(SKY, 0.2)),
            box(x + 168, 590, 80, 160, awn),
            box(x + 180, 604, 56, 70, tint(SKY, 0.2)),
        ]
        shop += [
            box(x + 26 + i * 84, 350, 56, 110, CREAM, 4) + box(x + 34 + i * 84, 358, 40, 94, WATER, 3) for i in range(3)
        ]
        shop += [
            poly(
                [
                    (x - 6 + i * 28.2, 570),
                    (x + 22 + i * 28.2, 570),
                    (x + 22 + i * 28.2, 604),
                    (x - 6 + i * 28.2, 604),
                ],
                CREAM if i % 2 else awn,
            )
            for i in range(10)
        ]
        parts.append(group(*shop, lift=2))
    parts += [box(-10, 738, WIDTH + 20, 350, tint(ROSE, 0.5))]
    tones = [CORAL, MARIGOLD, LEAF, WATER, ROSE, SPRING, SKY, PLUM]
    tiles = []
    for row in range(7):
        for column in range(46):
            x, y = 20 + column * 34, 800 + row * 34
            dx = (column * 34 - 780) / 34 % 13 - 6.5
            far = math.hypot(dx, row - 3)
            tone = (
                MARIGOLD
                if far < 1.1
                else CORAL
                if far < 2.2
                else tint(ROSE, 0.1)
                if far < 3.1
                else LEAF
                if far < 4.2
                else mix(WATER, SKY, 0.15 + 0.3 * rng.random())
            )
            tiles.append(
                poly(
                    [
                        (x + rng.uniform(0, 3), y + rng.uniform(0, 3)),
                        (x + 29, y + rng.uniform(0, 3)),
                        (x + 28, y + 29),
                        (x + rng.uniform(0, 3), y + 28),
                    ],
                    mix(tone, rng.choice(tones), 0.08),
                )
            )
    wall = group(
        box(-10, 784, WIDTH + 20, 160, tint(CREAM, 0.2)),
        within("M0,790H1600V938H0Z", group(*tiles, move=(0, -6), scale=0.999)),
        box(-10, 770, WIDTH + 20, 20, stone),
        lift=2,
    )
    parts += [wall, box(-10, 938, WIDTH + 20, 140, mix(ROSE, CREAM, 0.7))]
    for name, x, size, flip, pose in (
        ("mei", 240, 430, False, WALK),
        ("winston", 480, 440, False, STAND_SIDE),
        ("ruta", 600, 430, True, STAND_SIDE),
        ("tariq", 1010, 440, True, WALK),
        ("huda", 900, 430, True, WALK),
        ("ines", 1290, 440, False, WALK),
    ):
        hands = replace(pose, near_hand=(12, 18)) if pose is STAND_SIDE else pose
        parts += [shadow(x, 1020, 190, 15), who(name, hands, x, 1020, size, flip)]
    parts += [
        lamp_post(1480, 1000, 500),
        foliage("left", LEAF, CORAL, 3, 0.55),
        foliage("right", LEAF, MARIGOLD, 2, 0.5),
    ]
    return sheet(*parts)


def night_market() -> str:
    """Families eat and talk at glowing market stalls under strings of paper lanterns at night."""
    rng = random.Random(103)
    parts = [
        sky(mix(PLUM, INK, 0.35), (1450, 76), 50, tint(MARIGOLD, 0.5), mix(PLUM, ROSE, 0.25), 6),
        group(terrace(frontal(-120, 680, 66), 0, 6, 27, shade(WATER, 0.45), MARIGOLD), opacity=0.6),
    ]
    parts += [
        box(-10, 676, WIDTH + 20, 420, mix(PLUM, INK, 0.2)),
        carved("M0,690H1600V1067H0Z", mix(PLUM, ROSE, 0.25), 18, 0, 0.8),
    ]
    for (ax, ay), (bx, by), (cx, cy) in (
        ((-20, 120), (420, 330), (860, 110)),
        ((740, 110), (1200, 330), (1640, 130)),
    ):
        string = [
            (
                (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
                (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
            )
            for t in (i / 20 for i in range(21))
        ]
        parts.append(line(string, CREAM, 3))
        for i in range(6):
            x, y = string[2 + i * 3]
            parts.append(lantern(x, y + 52, 38, (CORAL, MARIGOLD, ROSE, SPRING, SKY, CORAL)[i], 10))
    sellers = ("ines", "gurdeep", "mei")
    for i, (x, one, goods) in enumerate(
        (
            (70, CORAL, (MARIGOLD, CREAM, CORAL)),
            (590, MARIGOLD, (ROSE, CORAL, CREAM)),
            (1110, LEAF, (CORAL, MARIGOLD, SPRING)),
        )
    ):
        behind, front = stall(x, 860, 420, 430, one, CREAM, rng, goods)
        parts += [
            oval(x + 210, 900, 245, 60, MARIGOLD, 0.24),
            box(x + 16, 430, 388, 300, MARIGOLD, opacity=0.3),
            behind,
            who(sellers[i], replace(STAND, near_hand=(-11, 24), far_hand=(15, 16)), x + 210, 860, 340),
            front,
        ]
        parts += [
            lantern(x + 90, 520, 24, tint(MARIGOLD, 0.2), 10),
            lantern(x + 330, 520, 24, tint(MARIGOLD, 0.2), 10),
        ]
    dish = bowl(0, -1, 12, CREAM, MARIGOLD, rng)
    for name, x, flip, pose in (
        ("amina", 230, False, STAND_SIDE),
        ("winston", 410, True, STAND_SIDE),
        ("jo", 520, True, WALK),
        ("ruta", 720, False, STAND_SIDE),
        ("kofi", 890, True, STAND_SIDE),
        ("leila", 1190, False, WALK),
        ("huda", 1320, False, WALK),
    ):
        parts += [
            oval(x, 1024, 90, 14, INK, 0.35),
            who(
                name,
                replace(pose, near_hand=(13, 16)) if pose is STAND_SIDE else pose,
                x,
                1022,
                450,
                flip,
                near=dish if name in ("amina", "kofi") else "",
            ),
        ]
    parts += [
        wheelchair(CROWD["pat"], SIT, 1470, 1030, 440, True),
        foliage("left", mix(LEAF, INK, 0.4), ROSE, 3, 0.5),
        foliage("right", mix(LEAF, INK, 0.4), MARIGOLD, 4, 0.45),
    ]
    return sheet(*parts)


SCENES = [
    hero,
    first_week,
    emergencies,
    home,
    recycling,
    school,
    work,
    travel,
    walthamstow,
    leytonstone,
    night_market,
]
