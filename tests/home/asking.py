"""A form as an editor makes it, and what readers send with it."""

from collections.abc import Mapping

from home.models import FormPage, HomePage

QUESTIONS = [
    ("name", "line", {"label": "Your name", "is_required": True, "most": 40}),
    ("idea", "lines", {"label": "Your idea", "help": "In any language.", "is_required": True, "most": 300}),
    ("mail", "email", {"label": "Your e-mail", "gets_receipt": True}),
    ("phone", "phone", {"label": "Your telephone"}),
    ("people", "number", {"label": "How many people?"}),
    ("day", "date", {"label": "When?"}),
    ("help", "one", {"label": "What do you need?", "is_required": True, "choices": ["Money", "A room"]}),
    ("tongues", "several", {"label": "Which languages?", "choices": ["Urdu", "Polish"]}),
    ("agree", "tick", {"label": "You may call me"}),
]
GOOD = {"name": "Noor", "idea": "A garden", "help": "help-0"}


def questions(rows: list[tuple[str, str, Mapping]] = QUESTIONS) -> list[dict]:
    """The stored form: (key, kind, value) rows; choices get the keys `<question>-0`, `<question>-1`, …"""
    return [
        {
            "id": key,
            "type": kind,
            "value": {"help": "", "is_required": False}
            | value
            | {
                "choices": [
                    {"type": "item", "value": words, "id": f"{key}-{number}"}
                    for number, words in enumerate(value.get("choices", ()))
                ]
            },
        }
        for key, kind, value in rows
    ]


def form(home: HomePage, rows: list[tuple[str, str, Mapping]] = QUESTIONS, **fields: object) -> FormPage:
    """A published English form below the home page, at /en/idea/."""
    page = FormPage(
        title="Tell us your idea",
        slug="idea",
        locale=home.locale,
        questions=questions(rows),
        purpose="The team reads it.",
        thanks="Thank you for your idea.",
        **fields,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
