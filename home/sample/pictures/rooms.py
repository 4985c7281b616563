"""Pictures of rooms: where people learn, wait, eat, meet and write."""

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
    line,
    mix,
    oval,
    path,
    poly,
    ring,
    shade,
    sheet,
    spray,
    sprigs,
    tint,
    within,
)
from people import (
    BACK,
    BLACK,
    BROWN,
    CROWD,
    OLIVE,
    SIT,
    SIT_BACK,
    SIT_FRONT,
    STAND,
    STAND_SIDE,
    WALK,
    Look,
    baby,
    person,
    wheelchair,
    who,
)
from places import (
    DARK_WOOD,
    WOOD,
    armchair,
    bowl,
    bunting,
    chair,
    chair_back,
    cloth,
    foliage,
    frontal,
    lamp,
    lantern,
    loaf,
    mug,
    plant,
    room,
    shelves,
    table,
    teapot,
    terrace,
    vase,
    view,
    window,
    woods,
)


def surgery() -> str:
    """People of different ages wait on chairs in a bright doctor's surgery while the doctor stands at the
    door.
    """
    rng = random.Random(12)
    parts = [room(mix(SKY, CREAM, 0.45), tint(SKY, 0.25), mix(SPRING, CREAM, 0.55), 720)]
    parts += [window(140, 120, 400, 330, view(140, 120, 400, 330, rng))]
    parts += [
        group(
            box(1150, 190, 290, 530, CREAM),
            box(1172, 212, 246, 508, LEAF),
            box(1210, 262, 170, 170, tint(SKY, 0.4), 6),
            disc(1392, 500, 11, MARIGOLD),
            lift=2,
        )
    ]
    clock = (
        disc(840, 190, 66, CREAM)
        + ring(840, 190, 66, PLUM, 12)
        + line([(840, 190), (840, 150)], INK, 7)
        + line([(840, 190), (868, 204)], INK, 7)
    )
    parts += [group(clock, lift=2)]
    heart = path("M0,30C-60,-10 -34,-56 0,-26C34,-56 60,-10 0,30Z", CORAL)
    parts += [
        group(box(640, 330, 130, 170, CREAM, 4), group(heart, move=(705, 425)), lift=1),
        group(box(900, 330, 150, 170, CREAM, 4), spray(975, 480, 120, -90, 30, LEAF, MARIGOLD, 6, 0.3), lift=1),
    ]
    for x in (180, 390, 600, 810):
        parts.append(chair(x, 930, 500, CORAL if x % 400 else WATER))
    parts += [
        who("blessing", replace(SIT, near_hand=(12, 18)), 180, 930, 490),
        who("pat", SIT, 390, 930, 490),
    ]
    parts += [
        who(
            "leila",
            replace(SIT, near_hand=(9, 18), far_hand=(13, 18)),
            600,
            930,
            480,
            held=group(baby(OLIVE, SPRING), move=(3, 20)),
        )
    ]
    parts += [
        who(
            "huda",
            replace(SIT, near_foot=(20, -7), far_foot=(24, -7), near_knee=(16, -26), far_knee=(20, -27)),
            812,
            944,
            500,
        )
    ]
    doctor = Look(BROWN, "bob", BLACK, CREAM, WATER, "coat", glasses=True, scarf=WATER)
    board = group(box(-8, -14, 17, 22, WOOD, 1), box(-6, -12, 13, 18, CREAM), turn=8)
    parts += [
        person(
            doctor,
            replace(STAND_SIDE, near_hand=(13, 20), far_hand=(16, 20)),
            1290,
            940,
            520,
            True,
            near=board,
        )
    ]
    parts += [plant(1490, 970, 320, PLUM)]
    parts += [
        group(oval(1010, 1010, 200, 40, CORAL), oval(1010, 1008, 176, 32, tint(CORAL, 0.25)), lift=1),
        group(
            box(930, 950, 56, 56, MARIGOLD, 5),
            box(992, 954, 52, 52, WATER, 5),
            box(962, 902, 50, 48, ROSE, 5),
            disc(1090, 985, 26, LEAF),
            disc(1082, 977, 10, SPRING),
            lift=2,
        ),
    ]
    parts += [foliage("left", LEAF, CORAL, 5, 0.6)]
    return sheet(*parts)


def bills() -> str:
    """Two people look at letters together at a kitchen table with a lamp, a calculator and a mug."""
    rng = random.Random(8)
    parts = [room(mix(LEAF, CREAM, 0.68), mix(LEAF, CREAM, 0.52), WOOD, 800)]
    parts += [lamp(250, 760, 420), window(560, 90, 470, 400, view(560, 90, 470, 400, rng, True), CREAM)]
    parts += [group(box(90, 250, 330, 20, WOOD), lift=2)] + [
        mug(150 + i * 90, 250, 64, (CORAL, WATER, MARIGOLD)[i]) for i in range(3)
    ]
    parts += [
        group(box(1200, 250, 330, 20, WOOD), lift=2),
        plant(1280, 250, 150, PLUM),
        bowl(1430, 250, 130, WATER, MARIGOLD, rng),
    ]
    sheet_of_paper = group(
        box(-1, -13, 11, 15, CREAM), *[box(1, -11 + i * 3, 7, 0.9, tint(INK, 0.5)) for i in range(4)], turn=12
    )
    parts += [
        who(
            "ana",
            replace(STAND_SIDE, near_hand=(15, 19), far_hand=(19, 20)),
            560,
            1180,
            880,
            near=sheet_of_paper,
        ),
        who("samir", replace(STAND_SIDE, near_hand=(13, 25), far_hand=(17, 24)), 1080, 1190, 890, True),
    ]
    parts += [
        group(
            box(-20, 760, WIDTH + 40, 330, WOOD),
            box(-20, 760, WIDTH + 40, 26, tint(WOOD, 0.35)),
            carved("M0,790H1600V1067H0Z", shade(WOOD, 0.2), 24, 0, 0.7),
            lift=3,
        )
    ]

    def letter(x: float, y: float, turn: float, mark: str) -> str:
        lines = "".join(box(-84, -40 + i * 22, 168 - (i % 3) * 34, 7, tint(INK, 0.55), 3) for i in range(5))
        return group(
            group(
                box(-110, -98, 220, 190, CREAM, 3),
                box(-84, -80, 60, 24, mark, 3),
                lines,
                move=(x, y),
                turn=turn,
            ),
            lift=2,
        )

    def envelope(x: float, y: float, turn: float, colour: str) -> str:
        flap = line([(-100, -62), (0, 14), (100, -62)], shade(colour, 0.25), 4, soft=False)
        return group(
            group(
                box(-100, -62, 200, 124, colour, 4),
                flap,
                box(52, -48, 34, 40, CORAL, 2),
                move=(x, y),
                turn=turn,
            ),
            lift=2,
        )

    parts += [
        envelope(330, 950, -14, ROSE),
        envelope(470, 990, 9, SKY),
        letter(720, 925, -5, LEAF),
        letter(960, 945, 8, MARIGOLD),
    ]
    count = group(
        box(-62, -86, 124, 172, INK, 10),
        box(-48, -72, 96, 36, tint(SPRING, 0.5), 4),
        *[
            box(-46 + c * 34, -22 + r * 34, 26, 24, tint(INK, 0.3) if c < 2 else MARIGOLD, 4)
            for c in range(3)
            for r in range(3)
        ],
        move=(1180, 940),
        turn=-8,
    )
    parts += [group(count, lift=2), mug(1340, 900, 120, CORAL)] + [
        group(
            disc(1430 + i * 26, 985 - i * 8, 24, MARIGOLD)
            + ring(1430 + i * 26, 985 - i * 8, 17, shade(MARIGOLD, 0.2), 3),
            lift=1,
        )
        for i in range(3)
    ]
    parts += [line([(800, 1045), (980, 1020)], CORAL, 12), plant(110, 800, 190, CORAL)]
    return sheet(*parts)


def library() -> str:
    """People talk in a circle of chairs in a library while a child reads on the floor and a woman takes a
    book from the shelf.
    """
    rng = random.Random(23)
    parts = [room(mix(MARIGOLD, CREAM, 0.62), mix(MARIGOLD, CREAM, 0.42), mix(WOOD, ROSE, 0.3), 700)]
    parts += [
        shelves(40, 90, 380, 610, 5, rng),
        shelves(1180, 90, 380, 610, 5, rng),
        window(600, 90, 400, 380, view(600, 90, 400, 380, rng)),
    ]
    parts += [lantern(500, 170, 46, ROSE, 200), lantern(1100, 170, 46, SKY, 200)]
    parts.append(
        group(
            oval(810, 945, 560, 118, PLUM),
            oval(810, 945, 530, 106, tint(PLUM, 0.18)),
            oval(810, 945, 470, 90, CORAL),
            oval(810, 945, 440, 80, tint(CORAL, 0.15)),
            lift=1,
        )
    )
    book = poly([(-7, -3), (0, -1), (7, -3), (7, 5), (0, 7), (-7, 5)], CREAM) + line([(0, -1), (0, 7)], WOOD, 0.8)
    parts += [who("mei", replace(STAND_SIDE, near_hand=(14, -4), far_hand=(16, 14)), 1150, 800, 430)]
    for name, x, y in (("joan", 560, 905), ("tariq", 770, 885), ("blessing", 980, 885)):
        parts += [
            chair_back(x, y, 440, WATER),
            who(name, replace(SIT_FRONT, near_hand=(-9, 20), far_hand=(9, 18)), x, y, 440),
        ]
    parts += [
        chair(330, 980, 460, LEAF),
        who("marek", replace(SIT, near_hand=(17, 13), far_hand=(18, 18)), 330, 980, 460),
    ]
    parts += [
        chair(1290, 985, 460, MARIGOLD, True),
        who("nadia", replace(SIT, near_hand=(16, 20), far_hand=(18, 16)), 1290, 985, 460, True, near=book),
    ]
    parts += [
        chair_back(680, 1060, 440, CORAL),
        who("dele", SIT_BACK, 680, 1058, 440),
        chair_back(680, 1060, 440, CORAL),
        chair_back(925, 1062, 440, CORAL),
        who("leila", SIT_BACK, 925, 1060, 440),
        chair_back(925, 1062, 440, CORAL),
    ]
    parts += [
        who(
            "zara",
            replace(
                SIT,
                hip=(0, -12),
                near_knee=(14, -20),
                far_knee=(17, -19),
                near_foot=(21, 0),
                far_foot=(25, 0),
                near_hand=(13, 15),
            ),
            110,
            1010,
            480,
            near=book,
        )
    ]
    parts += [plant(1490, 1000, 290, CORAL)]
    return sheet(*parts)


def shared_meal() -> str:
    """Friends and families meet over a long table of food in a hall with lanterns and bunting."""
    rng = random.Random(71)
    parts = [
        room(mix(CORAL, CREAM, 0.55), mix(CORAL, CREAM, 0.4), WOOD, 800),
        window(590, 80, 420, 320, view(590, 80, 420, 320, rng, True)),
    ]
    parts += [
        bunting([(-20, 60), (300, 170), (580, 50)], 44),
        bunting([(1020, 50), (1300, 170), (1630, 60)], 44),
        lantern(300, 240, 44, MARIGOLD, 240),
        lantern(1300, 240, 44, SPRING, 240),
    ]
    for name, x, way in (
        ("gurdeep", 240, "r"),
        ("leila", 430, "l"),
        ("kofi", 620, "f"),
        ("joan", 810, "r"),
        ("samir", 985, "l"),
        ("amina", 1175, "f"),
        ("ruta", 1365, "l"),
    ):
        pose = (
            replace(STAND_SIDE, near_hand=(14, 20), far_hand=(17, 16))
            if way != "f"
            else replace(STAND, near_hand=(-10, 25), far_hand=(12, 20))
        )
        parts.append(who(name, pose, x, 1060, 600, way == "l"))
    parts.append(cloth(60, 800, 1480, 190, CREAM, mix(LEAF, CREAM, 0.4), CORAL, rng))
    parts += [
        bowl(190, 810, 150, WATER, MARIGOLD, rng),
        teapot(370, 812, 120, CORAL),
        loaf(530, 810, 150),
        bowl(710, 810, 170, PLUM, SPRING, rng),
        vase(880, 814, 190, MARIGOLD, ROSE, rng),
        bowl(1050, 810, 150, LEAF, CORAL, rng),
        mug(1180, 810, 64, WATER),
        loaf(1300, 810, 130),
        bowl(1440, 810, 130, CORAL, CREAM, rng),
    ]
    parts += [
        who("zara", replace(BACK, near_hand=(-16, 6), near_bend=1), 330, 1110, 560),
        who("lev", BACK, 1240, 1110, 560),
    ]
    return sheet(*parts)


def english_class() -> str:
    """A teacher draws pictures on a board while adults learn together around a table with books."""
    rng = random.Random(73)
    parts = [
        room(mix(SPRING, CREAM, 0.5), mix(SPRING, CREAM, 0.3), mix(WOOD, CREAM, 0.2), 760),
        window(1160, 110, 340, 360, view(1160, 110, 340, 360, rng)),
    ]
    drawn = [
        disc(560, 230, 44, MARIGOLD),
        mug(705, 330, 80, CORAL),
        poly([(800, 330), (800, 240), (860, 190), (920, 240), (920, 330)], CORAL),
        box(845, 270, 32, 60, CREAM),
        spray(990, 340, 150, -90, 20, LEAF, ROSE, 6, 0.3),
    ]
    drawn += [
        path("M520,380q30,-26 60,0t60,0t60,0t60,0", "none", WATER, 7),
        path("M520,440q30,-26 60,0t60,0t60,0", "none", PLUM, 7),
        path("M840,430q30,-26 60,0t60,0t60,0", "none", LEAF, 7),
    ]
    parts += [
        group(
            box(430, 110, 660, 400, DARK_WOOD, 8),
            box(450, 130, 620, 360, tint(CREAM, 0.4), 4),
            *drawn,
            lift=2,
        ),
        shelves(40, 330, 250, 430, 3, rng),
    ]
    teacher = replace(CROWD["ines"], glasses=True)
    parts += [
        person(
            teacher,
            replace(STAND_SIDE, near_hand=(18, -6), far_hand=(16, 16)),
            400,
            900,
            520,
            near=line([(0, 0), (6, -5)], MARIGOLD, 2),
        )
    ]
    for name, x, way in (("tariq", 640, "f"), ("mei", 850, "r"), ("marek", 1040, "l"), ("nadia", 1250, "f")):
        pose = (
            replace(STAND_SIDE, near_hand=(14, 21), far_hand=(17, 18))
            if way != "f"
            else replace(STAND, near_hand=(-8, 26), far_hand=(9, 24))
        )
        parts.append(who(name, pose, x, 1085, 520, way == "l"))
    parts.append(table(540, 830, 830, 260, WOOD))

    def book(x: float, colour: str) -> str:
        return group(
            poly([(x - 60, 826), (x - 48, 796), (x, 806), (x + 48, 796), (x + 60, 826), (x, 836)], colour),
            poly([(x - 52, 822), (x - 44, 796), (x, 806), (x, 830)], CREAM),
            poly([(x + 52, 822), (x + 44, 796), (x, 806), (x, 830)], tint(CREAM, 0.5)),
            lift=1,
        )

    parts += [
        book(650, CORAL),
        book(830, WATER),
        mug(945, 830, 54, MARIGOLD),
        book(1070, LEAF),
        book(1250, PLUM),
        plant(1460, 960, 280, CORAL),
    ]
    parts += [
        chair_back(560, 1120, 520, CORAL),
        who("dele", SIT_BACK, 560, 1130, 540),
        chair_back(560, 1130, 540, CORAL),
        chair_back(1000, 1120, 520, WATER),
        who("leila", SIT_BACK, 1000, 1130, 540),
        chair_back(1000, 1130, 540, WATER),
        who("blessing", replace(WALK, near_hand=(10, 22)), 140, 1010, 520, near=box(-8, -6, 15, 18, CORAL, 1)),
    ]
    return sheet(*parts)


def older_friends() -> str:
    """An older woman and a younger woman drink tea together in armchairs, with a cat at their feet."""
    rng = random.Random(79)
    parts = [
        room(mix(ROSE, CREAM, 0.55), mix(ROSE, CREAM, 0.32), WOOD, 790),
        window(560, 90, 480, 430, view(560, 90, 480, 430, rng)),
    ]
    parts += [
        group(
            box(170, 170, 200, 240, DARK_WOOD),
            box(186, 186, 168, 208, CREAM),
            spray(270, 380, 180, -90, 30, LEAF, CORAL, 7, 0.32),
            lift=2,
        ),
        group(
            box(1230, 160, 220, 180, MARIGOLD),
            box(1246, 176, 188, 148, SKY),
            box(1246, 270, 188, 54, LEAF),
            disc(1390, 220, 24, MARIGOLD),
            lift=2,
        ),
    ]
    parts += [
        group(
            oval(800, 975, 640, 92, WATER),
            oval(800, 975, 600, 78, tint(WATER, 0.2)),
            oval(800, 975, 480, 56, CORAL),
            lift=1,
        )
    ]
    parts += [table(1400, 800, 160, 200, DARK_WOOD), lamp(1480, 800, 330)]
    back, arm = armchair(400, 980, 760, PLUM)
    parts += [
        back,
        who(
            "joan",
            replace(SIT, near_hand=(17, 14), far_hand=(22, 16)),
            410,
            985,
            760,
            near=mug(0, 3, 9, MARIGOLD),
        ),
        arm,
    ]
    back, arm = armchair(1200, 980, 760, LEAF, True)
    parts += [
        back,
        who(
            "dele",
            replace(SIT, lean=4, near_hand=(18, 14), far_hand=(20, 19)),
            1190,
            985,
            760,
            True,
            near=mug(0, 3, 9, CORAL),
        ),
        arm,
    ]
    parts += [
        group(
            oval(800, 800, 190, 28, WOOD),
            oval(800, 794, 190, 26, tint(WOOD, 0.25)),
            line([(800, 824), (800, 990)], DARK_WOOD, 18),
            line([(740, 1000), (800, 970), (860, 1000)], DARK_WOOD, 14),
            lift=2,
        ),
        teapot(770, 800, 130, SKY),
        loaf(900, 802, 100),
        plant(110, 980, 330, CORAL),
    ]
    cat = (
        blob(
            [
                (-40, 0),
                (-46, -30),
                (-20, -44),
                (14, -42),
                (20, -62),
                (26, -50),
                (38, -50),
                (44, -62),
                (50, -40),
                (42, -24),
                (44, 0),
            ],
            MARIGOLD,
        )
        + line([(-42, -8), (-66, -20), (-60, -44)], MARIGOLD, 10)
        + line([(-20, -42), (-16, -26)], CORAL, 5)
        + line([(-4, -43), (-2, -28)], CORAL, 5)
    )
    parts += [group(group(cat, move=(640, 1040), scale=1.5), lift=2)]
    return sheet(*parts)


def assembly() -> str:
    """People of many backgrounds sit in a circle of chairs in a hall with tall arched windows."""
    rng = random.Random(89)
    parts = [room(mix(WATER, CREAM, 0.62), mix(WATER, CREAM, 0.48), mix(WOOD, MARIGOLD, 0.2), 660)]
    for x in (130, 500, 870, 1240):
        outline = f"M{x},470V240a115,115 0 0,1 230,0V470Z"
        parts += [
            group(
                path(f"M{x - 20},490V240a135,135 0 0,1 270,0V490Z", CREAM),
                within(outline, view(x, 120, 230, 350, rng, sun=x == 870)),
                line([(x + 115, 126), (x + 115, 470)], CREAM, 8),
                line([(x, 290), (x + 230, 290)], CREAM, 8),
                lift=2,
            )
        ]
    parts += [
        bunting([(-20, 60), (800, 150), (1620, 60)], 40),
        group(
            oval(800, 905, 600, 130, mix(WOOD, CREAM, 0.5)),
            oval(800, 905, 560, 116, LEAF),
            oval(800, 905, 520, 104, mix(LEAF, SPRING, 0.4)),
            flower(800, 905, 70, CORAL),
            lift=1,
        ),
    ]
    for name, x, y in (
        ("winston", 420, 830),
        ("amina", 575, 805),
        ("pat", 725, 790),
        ("blessing", 875, 790),
        ("gurdeep", 1025, 805),
        ("ruta", 1180, 830),
    ):
        hands = (
            replace(SIT_FRONT, near_hand=(-8, 24), far_hand=(8, 24))
            if name != "blessing"
            else replace(SIT_FRONT, near_hand=(-14, 14), far_hand=(15, 10), near_bend=1)
        )
        parts += [chair_back(x, y, 410, CORAL), who(name, hands, x, y, 410)]
    parts += [
        wheelchair(CROWD["samir"], replace(SIT, near_hand=(15, 14)), 230, 930, 440),
        chair(1385, 935, 440, WATER, True),
        who("mei", replace(SIT, near_hand=(16, 12)), 1385, 935, 440, True),
    ]
    for name, x, y in (("dele", 420, 1050), ("leila", 660, 1080), ("kofi", 920, 1080), ("nadia", 1170, 1050)):
        parts += [chair_back(x, y, 460, PLUM), who(name, SIT_BACK, x, y, 460), chair_back(x, y, 460, PLUM)]
    parts += [plant(80, 1010, 300, CORAL), plant(1530, 1010, 300, MARIGOLD)]
    return sheet(*parts)


def story_window() -> str:
    """A woman writes at a desk by a window that looks out on terraced houses and the sun."""
    rng = random.Random(101)
    parts = [room(mix(PLUM, CREAM, 0.2), mix(PLUM, ROSE, 0.35), DARK_WOOD, 900, False)]
    outside = [
        box(420, 80, 1060, 640, mix(ROSE, CREAM, 0.4)),
        disc(980, 330, 96, MARIGOLD),
        disc(980, 330, 150, MARIGOLD, 0.2),
        disc(980, 330, 210, MARIGOLD, 0.16),
        woods(560, 150, mix(LEAF, SKY, 0.35), rng, 380, 1500, 1),
        terrace(frontal(440, 770, 50), 0, 4, 3),
    ]
    parts += [window(440, 100, 1020, 620, "".join(outside), CREAM, 3)]
    curtain = "M1390,40H1600V800Q1500,760 1470,560Q1440,300 1390,40Z"
    left = "M300,40H520Q500,320 430,560Q400,760 300,800Z"
    for data in (curtain, left):
        parts.append(group(path(data, CORAL), sprigs(data, ROSE, MARIGOLD, 1.1), lift=3))
    parts += [
        group(box(250, 22, 1350, 22, WOOD, 10), disc(250, 33, 22, MARIGOLD), lift=2),
        chair(420, 1190, 980, LEAF),
    ]
    pen = line([(0, 4), (7, -9)], INK, 1.5) + line([(0, 4), (1, 2)], MARIGOLD, 1.5)
    parts += [
        who(
            "leila",
            replace(SIT, lean=4, near_hand=(27, 26), far_hand=(31, 24), nod=10),
            440,
            1200,
            1010,
            near=pen,
        )
    ]
    parts += [
        group(
            box(600, 905, 1040, 34, WOOD, 6),
            box(600, 905, 1040, 10, tint(WOOD, 0.35), 4),
            poly([(1430, 939), (1500, 939), (1490, 1080), (1440, 1080)], shade(WOOD, 0.3)),
            box(640, 939, 940, 50, shade(WOOD, 0.2)),
            lift=3,
        )
    ]
    parts += [
        group(
            poly([(690, 900), (720, 872), (930, 872), (950, 900)], CREAM),
            *[line([(735, 880 + i * 6), (905 - i * 20, 880 + i * 6)], tint(INK, 0.5), 2.4) for i in range(3)],
            lift=1,
        ),
        mug(1050, 905, 90, MARIGOLD),
        vase(1200, 908, 230, SKY, CORAL, rng),
    ]
    parts += [
        group(
            box(1300, 876, 190, 28, WATER, 4),
            box(1312, 850, 170, 26, MARIGOLD, 4),
            box(1306, 826, 160, 24, ROSE, 4),
            lift=1,
        ),
        plant(1420, 826, 170, CORAL),
        foliage("left", LEAF, ROSE, 2, 0.6),
    ]
    return sheet(*parts)


SCENES = [surgery, bills, library, shared_meal, english_class, older_friends, assembly, story_window]
