"""Pictures of parks, forest, water and gatherings in the open."""

import random
from dataclasses import replace

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
    shade,
    sheet,
    spray,
    tint,
    within,
)
from people import (
    BLACK,
    BROWN,
    CROWD,
    DEEP,
    GINGER,
    OLIVE,
    PALE,
    SIT,
    STAND,
    STAND_SIDE,
    TAN,
    WALK,
    Look,
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
    bunting,
    cloud,
    crown,
    foliage,
    frontal,
    grass,
    hill,
    lantern,
    plant,
    shadow,
    sky,
    terrace,
    tree,
    woods,
)


def safety() -> str:
    """Eight neighbours stand side by side at dusk with glowing lanterns between them."""
    rng = random.Random(43)
    parts = [sky(mix(PLUM, WATER, 0.35), (800, 260), 88, tint(MARIGOLD, 0.4), mix(PLUM, ROSE, 0.4), 5)]
    parts += [
        woods(590, 170, mix(LEAF, INK, 0.62), rng, -60, 1660, 1),
        terrace(frontal(-150, 690, 52), 0, 2, 5, shade(WATER, 0.3), MARIGOLD),
        terrace(frontal(1220, 690, 52), 0, 2, 6, shade(WATER, 0.3), MARIGOLD),
    ]
    parts += [
        woods(690, 120, mix(LEAF, INK, 0.5), rng, 350, 1180, 1),
        hill(
            [(-40, 700), (400, 680), (800, 690), (1200, 680), (1640, 700)],
            mix(PLUM, INK, 0.45),
            1,
            mix(PLUM, ROSE, 0.25),
        ),
    ]
    row = ("winston", "ruta", "amina", "dele", "joan", "gurdeep", "blessing", "samir")
    parts += [oval(800, 1000, 760, 60, MARIGOLD, 0.16)]
    for i, name in enumerate(row):
        x = 170 + i * 180
        pose = replace(STAND, near_hand=(-18, 22), far_hand=(18, 22), near_bend=1, far_bend=-1)
        parts.append(who(name, pose, x, 1000 + (i % 2) * 10, 500, lift=1))
    for i in range(7):
        parts.append(
            lantern(
                260 + i * 180,
                768 + (i % 2) * 6,
                40,
                (MARIGOLD, CORAL, ROSE, SPRING, SKY, MARIGOLD, CORAL)[i],
                10,
            )
        )
    parts += [
        lantern(180 + i * 310, 120 + (i % 2) * 70, 42, (CORAL, MARIGOLD, ROSE, SPRING, CORAL)[i], 160) for i in range(5)
    ]
    parts += [
        foliage("left", mix(LEAF, INK, 0.4), ROSE, 3, 0.6),
        foliage("right", mix(LEAF, INK, 0.4), MARIGOLD, 7, 0.6),
    ]
    return sheet(*parts)


def taking_part() -> str:
    """People of all ages plant a young tree together in a park, with a spade, a watering can and a plant
    in a pot.
    """
    rng = random.Random(47)
    parts = [
        sky(tint(SKY, 0.3), (1250, 200), 90, MARIGOLD, CREAM, 3),
        cloud(330, 140, 320),
        terrace(frontal(60, 560, 40), 0, 6, 8),
    ]
    parts += [
        woods(560, 130, mix(LEAF, SKY, 0.35), rng, -60, 1660, 1),
        hill([(-40, 600), (400, 560), (900, 590), (1300, 555), (1640, 590)], mix(SPRING, CREAM, 0.15)),
    ]
    parts += [tree(160, 700, 420, LEAF, rng), tree(1460, 690, 440, mix(LEAF, SPRING, 0.3), rng)]
    parts += [hill([(-40, 800), (500, 730), (1000, 740), (1640, 800)], mix(SPRING, LEAF, 0.3))]
    parts += [
        shadow(820, 935, 330, 26),
        group(oval(800, 945, 150, 34, DARK_WOOD), oval(800, 938, 110, 22, shade(DARK_WOOD, 0.4)), lift=1),
    ]
    parts += [tree(800, 940, 560, mix(LEAF, SPRING, 0.45), rng, 2, 0.19)]
    spade = (
        line([(0, -18), (4, 26)], WOOD, 1.8)
        + blob([(0, 24), (8, 24), (9, 34), (4, 40), (1, 34)], tint(SKY, 0.3))
        + line([(-3, -18), (3, -18)], WOOD, 2)
    )
    parts += [
        shadow(500, 960, 250, 20),
        who(
            "gurdeep",
            replace(STAND_SIDE, lean=3, near_hand=(15, 20), far_hand=(15, 12)),
            490,
            955,
            480,
            near=spade,
        ),
    ]
    parts += [
        who("amina", replace(STAND_SIDE, lean=4, near_hand=(19, 12), far_hand=(20, 18)), 655, 935, 450),
        who("marek", replace(STAND_SIDE, lean=4, near_hand=(23, 12), far_hand=(22, 20)), 950, 940, 460, True),
    ]
    kneel = replace(
        SIT,
        hip=(0, -24),
        lean=6,
        near_knee=(10, -2),
        far_knee=(16, -22),
        near_foot=(-12, 0),
        far_foot=(16, 0),
        near_hand=(17, 27),
        far_hand=(19, 26),
    )
    parts += [who("zara", kneel, 672, 1010, 520), who("emil", kneel, 955, 1015, 520, True)]
    can = (
        poly([(-7, 0), (9, 0), (8, 14), (-6, 14)], CORAL)
        + line([(-6, 10), (-16, 0)], CORAL, 2.4)
        + path("M-3,0q4,-9 9,0", "none", CORAL, 1.8)
    )
    parts += [
        shadow(1140, 980, 250, 20),
        who(
            "blessing",
            replace(STAND_SIDE, near_hand=(15, 20), far_hand=(12, 22)),
            1130,
            975,
            480,
            True,
            near=group(can, flip=True),
        ),
        wheelchair(
            CROWD["joan"],
            replace(SIT, near_hand=(15, 18)),
            330,
            985,
            470,
            near=plant(2, 2, 24, CORAL, SPRING),
        ),
    ]
    parts += [grass(x, rng.uniform(1000, 1060), 60, mix(LEAF, SPRING, 0.2), rng) for x in range(60, 1580, 150)]
    parts += [foliage("left", LEAF, MARIGOLD, 2, 0.6), foliage("right", mix(LEAF, WATER, 0.3), CORAL, 4, 0.9)]
    return sheet(*parts)


def leyton() -> str:
    """People play football on a green playing field while others watch, with a terrace and a tower block
    behind.
    """
    rng = random.Random(59)
    parts = [sky(tint(SKY, 0.25), (360, 220), 90, MARIGOLD, CREAM, 6), cloud(700, 130, 280)]
    tower = [
        box(1130, 110, 190, 520, tint(ROSE, 0.35)),
        poly([(1320, 110), (1360, 140), (1360, 630), (1320, 630)], mix(ROSE, PLUM, 0.4)),
        box(1120, 98, 210, 20, CREAM),
    ]
    tower += [
        box(1150 + c * 54, 142 + r * 52, 40, 32, WATER if (r * 3 + c) % 4 else MARIGOLD, 2)
        + box(1146 + c * 54, 172 + r * 52, 48, 9, (CORAL, LEAF, CREAM)[r % 3])
        for c in range(3)
        for r in range(9)
    ]
    parts += [
        group(*tower, lift=2),
        terrace(frontal(40, 620, 36), 0, 5, 23),
        woods(620, 140, mix(LEAF, SKY, 0.3), rng, -60, 1660, 1),
    ]
    parts += [hill([(-40, 640), (600, 615), (1200, 640), (1640, 620)], mix(SPRING, CREAM, 0.1))]
    parts += [poly([(150, 1067), (440, 690), (1180, 690), (1500, 1067)], mix(SPRING, LEAF, 0.2))] + [
        poly(
            [
                (150 + i * 270, 1067),
                (440 + i * 148, 690),
                (440 + (i + 0.5) * 148, 690),
                (150 + (i + 0.5) * 270, 1067),
            ],
            mix(SPRING, LEAF, 0.34),
        )
        for i in range(5)
    ]
    parts += [
        line([(150, 1067), (440, 690), (1180, 690), (1500, 1067)], CREAM, 8, soft=False),
        path("M640,690q160,110 330,0", "none", CREAM, 7),
    ]
    goal = "".join(line([(700 + i * 22, 560), (700 + i * 22, 690)], CREAM, 1.6) for i in range(10)) + "".join(
        line([(696, 560 + i * 22), (904, 560 + i * 22)], CREAM, 1.6) for i in range(6)
    )
    parts += [group(goal, line([(696, 690), (696, 556), (904, 556), (904, 690)], CREAM, 10, soft=False), lift=1)]
    keep = replace(CROWD["samir"], top=MARIGOLD, print="")
    parts += [
        person(
            keep,
            replace(STAND, near_hand=(-22, 4), far_hand=(22, 4), near_foot=(-10, 0), far_foot=(10, 0)),
            800,
            715,
            230,
        )
    ]
    runner = replace(WALK, lean=7, near_foot=(17, -8), far_foot=(-20, -12), near_hand=(-14, 18), far_hand=(18, 14))
    red, blue = (
        {"top": CORAL, "bottom": CREAM, "print": "", "wear": "top"},
        {"top": WATER, "bottom": INK, "print": "", "wear": "top"},
    )
    for name, x, y, size, flip, kit in (
        ("kofi", 500, 850, 370, False, red),
        ("mei", 1010, 810, 340, True, blue),
        ("nadia", 690, 985, 440, False, red),
        ("dele", 1120, 960, 430, True, blue),
    ):
        parts += [shadow(x, y, 170, 14), person(replace(CROWD[name], **kit), runner, x, y, size, flip)]
    ball = disc(940, 965, 25, CREAM) + "".join(
        disc(940 + dx, 965 + dy, 6, INK) for dx, dy in ((0, 0), (-15, -10), (14, -12), (10, 14), (-12, 14))
    )
    parts += [
        shadow(940, 985, 90, 12),
        group(ball, lift=2),
        tree(130, 900, 640, LEAF, rng),
        tree(1500, 880, 600, mix(LEAF, SPRING, 0.3), rng),
    ]
    parts += [
        who("winston", STAND_SIDE, 270, 990, 420),
        who(
            "huda",
            replace(STAND, near_hand=(-17, -6), far_hand=(17, -6), near_bend=-1, far_bend=1),
            360,
            1010,
            420,
        ),
        wheelchair(CROWD["pat"], SIT, 1400, 1020, 430, True),
    ]
    parts += [foliage("left", LEAF, CORAL, 5, 0.6), foliage("right", LEAF, MARIGOLD, 6, 0.55)]
    return sheet(*parts)


def chingford() -> str:
    """Walkers, a child, a dog and a cyclist cross open grass at the forest's edge, by an old timber-framed
    lodge.
    """
    rng = random.Random(61)
    parts = [sky(mix(MARIGOLD, CREAM, 0.68), (420, 250), 96, MARIGOLD, CREAM, 5), cloud(1080, 120, 320)]
    parts += [
        woods(520, 190, mix(LEAF, SKY, 0.45), rng, -60, 1660, 1),
        woods(610, 170, mix(LEAF, SPRING, 0.15), rng, -60, 1660),
    ]
    parts += [hill([(-40, 690), (400, 610), (900, 600), (1300, 640), (1640, 620)], mix(SPRING, MARIGOLD, 0.25))]
    lodge = [
        box(860, 380, 500, 290, CREAM),
        poly([(830, 400), (900, 210), (1320, 210), (1390, 400)], mix(CORAL, PLUM, 0.3)),
        poly([(960, 400), (1105, 170), (1250, 400)], CREAM),
    ]
    beams = [
        [(1105, 176), (1105, 400)],
        [(960, 400), (1105, 172), (1250, 400)],
        [(1000, 340), (1210, 340)],
        [(1045, 270), (1165, 270)],
        [(860, 400), (1360, 400)],
        [(860, 525), (1360, 525)],
        [(860, 668), (1360, 668)],
    ]
    beams += [[(860 + i * 62.5, 400), (860 + i * 62.5, 668)] for i in range(9)] + [
        [(862, 520), (922, 405)],
        [(1358, 520), (1298, 405)],
        [(1050, 340), (1105, 275), (1160, 340)],
    ]
    lodge += [line(beam, DARK_WOOD, 13, soft=False) for beam in beams]
    lodge += [
        box(868 + i * 62.5 + 10, 424, 38, 76, WATER if i % 3 else MARIGOLD)
        + line([(868 + i * 62.5 + 29, 424), (868 + i * 62.5 + 29, 500)], CREAM, 4)
        for i in (0, 2, 3, 4, 5, 7)
    ]
    lodge += [
        box(1078, 548, 62, 120, shade(DARK_WOOD, 0.3)),
        box(930, 150, 46, 110, CORAL),
        box(922, 146, 62, 16, tint(CORAL, 0.3)),
        line([(846, 400), (1374, 400)], shade(DARK_WOOD, 0.2), 14),
    ]
    parts += [
        group(*lodge, lift=3),
        tree(780, 690, 380, LEAF, rng),
        tree(1500, 720, 520, mix(LEAF, SPRING, 0.3), rng),
    ]
    parts += [hill([(-40, 760), (500, 720), (1000, 740), (1640, 720)], mix(SPRING, CREAM, 0.05))]
    track = [
        (1090, 672),
        (1130, 672),
        (1060, 760),
        (900, 860),
        (760, 1080),
        (420, 1080),
        (760, 850),
        (1020, 750),
    ]
    parts += [group(blob(track, tint(ROSE, 0.6)), lift=1), tree(170, 900, 780, mix(LEAF, INK, 0.12), rng, 3)]
    parts += [
        shadow(760, 900, 180, 16),
        who("amina", WALK, 740, 905, 390),
        who("jo", WALK, 860, 915, 390),
        who("pat", replace(WALK, far_hand=(13, 22)), 600, 930, 410, far=cane(DARK_WOOD)),
    ]
    dog = (
        blob([(-22, -14), (14, -16), (18, -26), (28, -26), (32, -19), (24, -15), (20, -4), (-18, -4)], WOOD)
        + "".join(line([(x, -6), (x + dx, 4)], WOOD, 5) for x, dx in ((-17, -4), (-12, 3), (14, -2), (18, 4)))
        + line([(-21, -13), (-30, -24)], WOOD, 4)
    )
    parts += [
        group(group(dog, move=(1010, 925), scale=1.9), lift=1),
        bicycle(1250, 940, 270, CORAL),
        who("ana", STAND_SIDE, 1180, 950, 410),
    ]
    parts += [
        group(
            grass(x, y, 70, mix(LEAF, SPRING, 0.3), rng),
            flower(x + 12, y - 50, 12, rng.choice([ROSE, CREAM, CORAL])),
        )
        for x, y in ((330, 1000), (480, 960), (880, 1020), (1060, 1040), (1330, 1030), (1420, 980))
    ]
    parts += [foliage("left", LEAF, ROSE, 4, 0.7), foliage("right", LEAF, MARIGOLD, 8, 0.85)]
    return sheet(*parts)


def youth() -> str:
    """Young people play guitar, sing, drum and play football by a wall painted with leaves."""
    rng = random.Random(83)
    parts = [
        sky(mix(MARIGOLD, CREAM, 0.5), (800, 290), 110, CORAL, CREAM, 4),
        woods(560, 150, mix(LEAF, SKY, 0.3), rng, -60, 1660, 1),
    ]
    wall = "M-10,420H1610V800H-10Z"
    parts += [group(path(wall, WATER), box(-10, 410, WIDTH + 20, 22, CREAM), lift=2)]
    stems = (
        (20, -80, 30, SPRING),
        (330, -120, -40, ROSE),
        (520, -60, 30, SPRING),
        (830, -80, 34, SPRING),
        (1180, -110, -40, CORAL),
        (1240, -70, 40, SPRING),
        (1600, -110, -30, ROSE),
    )
    mural = [spray(x, 810, 400, angle, bend, colour, "", 9, 0.3, 0.36) for x, angle, bend, colour in stems]
    mural += [
        flower(x, y, 34, colour, heart)
        for x, y, colour, heart in (
            (205, 490, CORAL, MARIGOLD),
            (425, 500, ROSE, CREAM),
            (610, 480, MARIGOLD, CORAL),
            (860, 520, CORAL, MARIGOLD),
            (960, 480, ROSE, CREAM),
            (1270, 500, MARIGOLD, CORAL),
            (1560, 490, CORAL, MARIGOLD),
        )
    ]
    parts += [
        within("M0,434H1600V800H0Z", *mural),
        box(-10, 796, WIDTH + 20, 290, mix(ROSE, CREAM, 0.55)),
        carved("M0,800H1600V1067H0Z", tint(ROSE, 0.2), 18, 0, 0.8),
    ]
    guitar = group(
        line([(0, 0), (30, -14)], DARK_WOOD, 2.4),
        oval(-2, 1, 9, 7, CORAL),
        oval(6, -3, 6, 5.4, CORAL),
        disc(1, 0, 2.6, INK),
        box(28, -18, 7, 5, DARK_WOOD, 1),
        move=(4, -2),
    )
    teens = {
        "a": Look(BROWN, "locs", BLACK, MARIGOLD, WATER),
        "b": Look(PALE, "tail", GINGER, LEAF, INK, sleeves="short"),
        "c": Look(TAN, "hijab", CORAL, PLUM, INK, "coat"),
        "d": Look(DEEP, "beanie", LEAF, CREAM, CORAL, print="stripes", accent=WATER),
        "e": Look(OLIVE, "curly", BLACK, ROSE, WATER, sleeves="short"),
    }
    drum = (
        path("M-12,-34h24l-4,34h-16Z", CORAL)
        + oval(0, -34, 12, 3.6, CREAM)
        + "".join(line([(-11 + i * 5, -32), (-8 + i * 4, -2)], MARIGOLD, 0.9) for i in range(5))
    )
    speaker = (
        box(0, 0, 150, 230, INK, 8)
        + disc(75, 70, 42, tint(INK, 0.25))
        + disc(75, 70, 20, MARIGOLD)
        + disc(75, 170, 50, tint(INK, 0.25))
        + disc(75, 170, 24, CORAL)
    )
    parts += [
        group(speaker, move=(60, 740), lift=2),
        shadow(330, 990, 180, 16),
        person(
            teens["a"],
            replace(STAND_SIDE, near_hand=(6, 23), far_hand=(24, 10)),
            320,
            985,
            500,
            held=group(guitar, move=(5, -54)),
        ),
    ]
    mic = line([(0, 0), (2, -6)], INK, 2) + disc(2.6, -8, 2.6, tint(INK, 0.3))
    parts += [
        shadow(520, 1000, 180, 16),
        person(
            teens["c"],
            replace(STAND, near_hand=(-5, 6), far_hand=(19, 4), near_bend=1, far_bend=-1),
            520,
            1000,
            500,
            near=mic,
        ),
    ]
    parts += [
        person(
            teens["e"],
            replace(STAND_SIDE, near_hand=(12, 17), far_hand=(17, 19), hip=(-6, -48)),
            690,
            985,
            490,
        ),
        group(group(drum, move=(775, 995), scale=5.6), lift=2),
    ]
    notes = "".join(
        group(
            line([(0, 0), (0, -40), (22, -48)], c, 6, soft=False) + oval(-8, 0, 11, 8, c),
            move=p,
            turn=a,
            lift=1,
        )
        for c, p, a in ((CORAL, (600, 350), 8), (PLUM, (420, 300), -10), (LEAF, (230, 370), 6))
    )
    kick = replace(WALK, lean=-3, near_foot=(24, -12), far_foot=(-6, 0), near_hand=(-16, 18), far_hand=(18, 16))
    parts += [notes, shadow(1110, 1000, 200, 16), person(teens["b"], kick, 1090, 1000, 500)]
    ball = disc(1262, 900, 32, CREAM) + "".join(
        disc(1262 + dx, 900 + dy, 8, INK) for dx, dy in ((0, 0), (-19, -13), (18, -15), (13, 18), (-15, 18))
    )
    parts += [
        shadow(1262, 1006, 80, 12),
        group(ball, lift=2),
        shadow(1440, 1010, 160, 16),
        person(teens["d"], replace(WALK, near_hand=(14, 12), far_hand=(18, 14)), 1430, 1005, 500, True),
    ]
    parts += [bunting([(-20, 90), (800, 250), (1630, 90)], 52), foliage("right", LEAF, MARIGOLD, 3, 0.5)]
    return sheet(*parts)


def wetlands() -> str:
    """Two people walk beside a reservoir with a heron, ducks and reeds, and an old mill tower across the
    water.
    """
    rng = random.Random(97)
    parts = [
        sky(mix(ROSE, CREAM, 0.55), (560, 300), 105, MARIGOLD, CREAM, 2),
        cloud(1150, 150, 330),
        cloud(180, 120, 220),
    ]
    parts += [woods(500, 110, mix(LEAF, SKY, 0.5), rng, -60, 1660, 1)]
    mill = [
        box(1130, 330, 150, 190, mix(CORAL, CREAM, 0.35)),
        box(1290, 390, 220, 130, mix(CORAL, CREAM, 0.2)),
        box(1150, 210, 110, 130, mix(CORAL, CREAM, 0.45)),
        poly([(1140, 214), (1205, 150), (1270, 214)], SLATE),
        poly([(1280, 396), (1330, 350), (1480, 350), (1524, 396)], SLATE),
    ]
    mill += [
        path(f"M{x},{y}v-40a{w},{w} 0 0,1 {2 * w},0v40Z", WATER)
        for x, y, w in (
            (1165, 330, 14),
            (1215, 330, 14),
            (1160, 440, 18),
            (1212, 440, 18),
            (1310, 480, 16),
            (1370, 480, 16),
            (1430, 480, 16),
        )
    ]
    parts += [group(*mill, lift=1), woods(530, 70, mix(LEAF, SPRING, 0.1), rng, -60, 1660, 1)]
    parts += [box(-10, 528, WIDTH + 20, 560, mix(WATER, SKY, 0.45))]
    for i in range(11):
        y = 552 + i * i * 2.6 + i * 14
        for k in range(7):
            x, long = rng.uniform(-60, 1500), rng.uniform(60, 190) * (0.6 + i * 0.08)
            near = abs(x + long / 2 - 560) < 150 + i * 8
            parts.append(
                blob(
                    [(x, y), (x + long / 2, y - 3 - i * 0.3), (x + long, y), (x + long / 2, y + 3 + i * 0.3)],
                    MARIGOLD if near else CREAM if k % 2 else WATER,
                    0.65,
                )
            )
    parts += [
        group(
            blob([(700, 640), (860, 612), (1040, 622), (1120, 650), (900, 664)], LEAF),
            crown(820, 590, 60, 56, LEAF, rng),
            crown(930, 570, 80, 72, mix(LEAF, SPRING, 0.35), rng),
            crown(1020, 596, 52, 48, LEAF, rng),
            lift=1,
        )
    ]

    def gull(x: float, y: float, size: float) -> str:
        return group(
            path(
                f"M{x - size},{y}q{size * 0.5},{-size * 0.7} {size},0q{size * 0.5},{-size * 0.7} {size},0"
                f"q{-size * 0.5},{-size * 0.36} {-size},{size * 0.2}"
                f"q{-size * 0.5},{-size * 0.56} {-size},{-size * 0.2}Z",
                CREAM,
            ),
            lift=1,
        )

    def duck(x: float, y: float, size: float, body: str, head: str, flip: bool = False) -> str:
        shape = (
            blob([(-20, 0), (-24, -10), (-10, -9), (8, -10), (15, 0), (0, 5)], body)
            + disc(13, -14, 6.4, head)
            + poly([(18, -15), (26, -12), (18, -10)], MARIGOLD)
            + line([(8, -8), (13, -7)], CREAM, 2.4)
            + blob([(-14, -7), (4, -7), (-4, 0)], shade(body, 0.25))
        )
        return group(group(shape, line([(-30, 7), (26, 7)], CREAM, 2, 0.7), move=(x, y), scale=size, flip=flip), lift=1)

    parts += [
        gull(760, 220, 44),
        gull(860, 290, 32),
        gull(330, 250, 36),
        gull(980, 200, 26),
        gull(240, 180, 24),
    ]
    parts += [
        duck(420, 760, 2, WOOD, LEAF),
        duck(540, 800, 2.3, mix(WOOD, CREAM, 0.3), DARK_WOOD),
        duck(900, 740, 1.7, CREAM, LEAF, True),
        duck(1240, 700, 1.5, INK, INK, True),
        duck(640, 720, 1.3, mix(WOOD, CREAM, 0.3), DARK_WOOD),
    ]
    parts += [
        hill(
            [(-40, 880), (300, 890), (700, 940), (1000, 890), (1300, 830), (1640, 790)],
            mix(SPRING, LEAF, 0.25),
            3,
        ),
        group(
            blob(
                [(1640, 850), (1300, 890), (1020, 950), (820, 1090), (1200, 1090), (1300, 990), (1640, 930)],
                tint(ROSE, 0.6),
            ),
            lift=1,
        ),
    ]
    heron = (
        line([(0, 0), (0, -34)], INK, 2)
        + line([(6, 0), (5, -34)], INK, 2)
        + blob([(-22, -34), (-6, -52), (12, -50), (16, -40), (4, -32)], mix(SLATE, CREAM, 0.4))
        + line([(12, -46), (18, -60), (10, -72), (16, -84)], CREAM, 5)
        + disc(17, -85, 5, CREAM)
        + poly([(20, -88), (40, -83), (20, -82)], MARIGOLD)
        + line([(16, -88), (6, -90)], INK, 2.4)
    )
    parts += [group(group(heron, move=(330, 930), scale=2.9), lift=2)]
    reeds = []
    for i in range(26):
        x = rng.choice([rng.uniform(-10, 260), rng.uniform(420, 800)])
        long, sway = rng.uniform(140, 300), rng.uniform(-30, 34)
        tip = (x + sway, 1060 - long)
        reeds.append(
            line([(x, 1080), (x + sway * 0.3, 1070 - long * 0.5), tip], mix(LEAF, INK, 0.25), 6)
            + (
                group(box(-7, -46, 14, 60, DARK_WOOD, 7), move=tip, turn=sway * 0.4)
                if i % 2
                else leaf(x, 1070, long * 0.8, -90 + sway * 0.5, mix(LEAF, SPRING, 0.3), 0.06)
            )
        )
    parts += [
        shadow(1180, 960, 260, 18),
        who("nadia", replace(WALK, near_hand=(12, 14)), 1180, 965, 420),
        who("winston", replace(WALK, far_hand=(14, 22)), 1030, 990, 430, far=cane(DARK_WOOD)),
        group(*reeds, lift=2),
        foliage("right", LEAF, CORAL, 5, 0.55),
    ]
    return sheet(*parts)


SCENES = [safety, taking_part, leyton, chingford, youth, wetlands]
