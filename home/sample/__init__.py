"""The sample facts, contacts, places, pictures, home page and statements.

Each page is one TOML file. The other apps' samples are read with the same functions.
"""

import json
import tomllib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files import File
from wagtail.models import Locale, Page, Site

from home.languages import LANGUAGES, SOURCE
from home.models import (
    Alert,
    Area,
    BasePage,
    Category,
    Contact,
    CouncilTask,
    Fact,
    HomePage,
    InformationPage,
    Person,
    Picture,
    Place,
    Service,
    Term,
)

FOLDER = Path(__file__).parent
BLOCK_IDS = uuid.UUID("6f1c3c0e-8a53-4c53-9a0b-3a2f2f0d6b11")
LONDON = ZoneInfo("Europe/London")
COUNCIL_SITE = "https://www.walthamforest.gov.uk/"


@dataclass
class Sample:
    """What the pages of the sample refer to, by key."""

    home: HomePage
    facts: dict[str, Fact] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    # How a block that only one app has is stored, by its type: from the file's words and the block's path.
    blocks: dict[str, Callable[[dict, str], dict]] = field(default_factory=dict)

    def add(self, model: type[BasePage], data: Mapping[str, Any], parent: Page, **fields: Any) -> BasePage:
        """Publishes one page below `parent`; `fields` are those the file's keys do not name."""
        page = model(**self.page_fields(data), **fields)
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def page_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The fields every page file may hold."""
        fields = {name: data[name] for name in ("title", "slug", "summary", "picture_alt") if name in data}
        names = ("owner_email", "checked_on", "review_months", "strapline")
        fields |= {name: data[name] for name in names if name in data}
        if "owner" in data:
            fields["owned_by"] = data["owner"]
        fields["picture"] = self.pictures.get(data.get("picture", ""))
        fields["body"] = self.body(data["slug"], data.get("body", []))
        return fields

    def body(self, slug: str, blocks: list[dict]) -> str:
        """A body in its stored form, with block ids that are the same on every load."""
        return json.dumps(
            [
                {
                    "type": block["type"],
                    "value": self._value(block, f"{slug}/{number}"),
                    "id": block_id(f"{slug}/{number}"),
                }
                for number, block in enumerate(blocks)
            ]
        )

    def form_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The fields a form's file holds besides those of every page."""
        names = ("purpose", "thanks", "addressees")
        return {name: data[name] for name in names} | {"questions": self.questions(data["slug"], data["questions"])}

    def questions(self, slug: str, rows: list[dict]) -> str:
        """A form's questions in their stored form, each with an id that is the same on every load."""
        stored = []
        for row in rows:
            path = f"{slug}/question/{row['key']}"
            value = {"help": "", "is_required": False} | row
            kind, _key = value.pop("kind"), value.pop("key")
            if "choices" in value:
                value["choices"] = items(path, value["choices"])
            stored.append({"type": kind, "value": value, "id": block_id(path)})
        return json.dumps(stored)

    def _value(self, block: dict, path: str) -> dict:
        match block["type"]:
            case "steps":
                return {
                    "heading": block.get("heading", ""),
                    "steps": items(path, [{"title": "", "text": ""} | step for step in block["steps"]]),
                }
            case "checklist":
                return {"heading": block["heading"], "items": items(path, block["items"])}
            case "fact":
                return {"fact": self.facts[block["fact"]].pk, "label": block["label"]}
            case "contact":
                return {"contact": self.contacts[block["contact"]].pk}
            case "word":
                return {"word": self.terms[block["word"]].pk}
            case "picture":
                image = {
                    "image": self.pictures[block["picture"]].pk,
                    "alt_text": block["alt"],
                    "decorative": False,
                }
                return {"image": image, "caption": block.get("caption", "")}
            case kind if kind in self.blocks:
                return self.blocks[kind](block, path)
            case _:
                return {name: value.strip() for name, value in block.items() if name != "type"}


def items(path: str, values: list) -> list[dict]:
    """A list inside a block in its stored form."""
    return [{"type": "item", "value": value, "id": block_id(f"{path}/{number}")} for number, value in enumerate(values)]


def block_id(path: str) -> str:
    return str(uuid.uuid5(BLOCK_IDS, path))


def read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def read_all(folder: Path) -> list[dict[str, Any]]:
    """Every page file of a folder, in the order of the file names."""
    return [read(path) for path in sorted(folder.glob("*.toml"))]


def rows(name: str) -> list[dict[str, Any]]:
    return read(FOLDER / f"{name}.toml")[name]


def owned_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file that says, once, who owns them all."""
    content = read(FOLDER / f"{name}.toml")
    return [content["owner"] | row for row in content[name]]


def load() -> Sample:
    """Makes the locales, the site, its home page and everything the other samples point at."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    sample = Sample(home=HomePage(locale=locales[SOURCE]))
    _load_pictures(sample)
    _load_records(sample, locales[SOURCE])
    _load_home(sample)
    for data in read_all(FOLDER / "statements"):
        sample.add(InformationPage, data, sample.home)
    return sample


def _load_pictures(sample: Sample) -> None:
    for row in rows("pictures"):
        name = row["name"]
        with (FOLDER / "pictures" / f"{name}.webp").open("rb") as file:
            picture = Picture(title=name, description=row["alt"])
            # Drawn for the sample: there is no metadata to drop, so the file is kept as it is.
            picture.file.save(f"{name}.webp", File(file), save=False)
            picture.save()
        sample.pictures[name] = picture


def _load_records(sample: Sample, english: Locale) -> None:
    for row in owned_rows("facts"):
        sample.facts[row["key"]] = Fact.objects.create(**row)
    for row in owned_rows("contacts"):
        key, fact = row.pop("key"), row.pop("phone_fact", "")
        sample.contacts[key] = Contact.objects.create(**row, phone_fact=sample.facts.get(fact), locale=english)
    for row in rows("areas"):
        sample.areas[row["key"]] = Area.objects.create(
            name=row["name"], slug=row["key"], parent=sample.areas.get(row["parent"])
        )
    for row in rows("categories"):
        sample.categories[row["slug"]] = Category.objects.create(**row, locale=english)
    for row in rows("places"):
        key, area = row.pop("key"), row.pop("area")
        sample.places[key] = Place.objects.create(**row, area=sample.areas.get(area))
    for row in owned_rows("services"):
        place, contact = sample.places.get(row.pop("place")), sample.contacts.get(row.pop("contact"))
        service = Service(**row, place=place, contact=contact, locale=english)
        service.clean()
        service.save()
    for row in rows("people"):
        key = row.pop("key")
        sample.people[key] = Person.objects.create(**row, locale=english)
    for row in rows("terms"):
        sample.terms[row["key"]] = Term.objects.create(**row, english=row["word"], locale=english)
    for row in rows("alerts"):
        row.pop("key")
        Alert.objects.create(**row | {name: london(row[name]) for name in ("starts_at", "expires_at")}, locale=english)


def london(wall_clock: datetime) -> datetime:
    """A date and time of a sample file, which names no zone, as the moment it is in London."""
    return wall_clock.replace(tzinfo=LONDON)


def _load_home(sample: Sample) -> None:
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    home = sample.add(HomePage, read(FOLDER / "home.toml"), root, locale=sample.home.locale)
    sample.home = home
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=home.title)
    for order, task in enumerate(CouncilTask.Task.values):
        CouncilTask.objects.create(sort_order=order, task=task, url=COUNCIL_SITE)
