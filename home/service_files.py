"""Services from a spreadsheet: every row is judged before any is kept, and all come in or none."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Locale

from home.languages import SOURCE
from home.models import Contact, Place, Service

MOST_BYTES = 2 * 1024 * 1024
# All come in within one request: each is taken up for translation, which takes some 50 thousandths of a second.
MOST_ROWS = 500
COLUMNS = (
    "key",
    "kind",
    "level",
    "name",
    "what",
    "who_for",
    "place",
    "contact",
    "hours",
    "spoken",
    "is_free",
    "cost",
    "step_free",
    "source_name",
    "source_url",
    "owned_by",
    "owner_email",
)
LONGEST_PROBLEM = 300
YES_NO = {"": None, "yes": True, "no": False}
# What a spreadsheet takes for a formula when somebody opens the file again (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Outcome:
    """What a file would do: services that are new, that change, that stay, and what is wrong with which row."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[str] = field(default_factory=list)


class BadFile(ValueError):
    """The file as a whole cannot be read; the argument says why."""


def bring_in(content: bytes, *, keep: bool) -> Outcome:
    """Judges a CSV file and, when `keep` is set and nothing is wrong with it, keeps its services in English."""
    outcome = Outcome()
    with transaction.atomic():
        # Held until the end, so that two people bringing in the same file do not make its services at once.
        english = Locale.objects.select_for_update(no_key=True).get(language_code=SOURCE)
        services = list(_judged(content, english, outcome))
        if keep and not outcome.problems:
            for service in services:
                service.save()
    return outcome


def _judged(content: bytes, english: Locale, outcome: Outcome) -> Iterator[Service]:
    try:
        rows = _rows(content)
    except BadFile as error:
        outcome.problems.append(error.args[0])
        return
    there = {service.key: service for service in Service.objects.filter(locale=english)}
    places = {place.name: place for place in Place.objects.all()}
    contacts = {contact.name: contact for contact in Contact.objects.filter(locale=english)}
    seen = set()
    for number, cells in rows:
        row = {name: (cells[name] or "").strip() for name in COLUMNS}
        said = _problem_in_cells(row, seen, places, contacts)
        if any(cells.get("", ())):
            said = _("there are more cells than columns.")
        if said:
            outcome.problems.append(_row(number, said))
            continue
        seen.add(row["key"])
        service = there.get(row["key"]) or Service(key=row["key"], locale=english)
        before = _values(service)
        _fill(service, row, places, contacts)
        try:
            service.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            for name, words in error.message_dict.items():
                outcome.problems.append(_row(number, f"{name}: {' '.join(words)}"))
            continue
        if service.pk is None:
            outcome.new += 1
        elif _values(service) == before:
            outcome.same += 1
            continue
        else:
            outcome.changed += 1
        yield service


def _row(number: int, said: str) -> str:
    return _("Row %(number)s: %(said)s") % {"number": number, "said": Truncator(said).chars(LONGEST_PROBLEM)}


def _rows(content: bytes) -> list[tuple[int, dict]]:
    """The rows under the heading, with the numbers a spreadsheet gives them; raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(_("The file is larger than 2 MB. Split it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from error
    if "\0" in text:
        raise BadFile(_("This is no CSV file."))
    # However long a cell is, its own row can say so.
    csv.field_size_limit(MOST_BYTES)
    reader = csv.DictReader(StringIO(text), restkey="", strict=True)
    try:
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise BadFile(_("These columns are missing: %(names)s") % {"names": ", ".join(sorted(missing))})
        rows = []
        for row in reader:
            if len(rows) == MOST_ROWS:
                raise BadFile(_("The file has more than 500 rows. Split it."))
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise BadFile(_("The file breaks off, or is no CSV file.")) from error
    if not rows:
        raise BadFile(_("There is no row in the file."))
    return rows


def _problem_in_cells(row: dict[str, str], seen: set[str], places: dict, contacts: dict) -> str:
    if not row["key"]:
        return _("the key is missing.")
    if row["key"] in seen:
        return _("the key %(key)s stands in the file twice.") % {"key": row["key"]}
    for name, value in row.items():
        if value.startswith(FORMULA):
            return _("%(name)s begins like a formula.") % {"name": name}
    if row["place"] and row["place"] not in places:
        return _("there is no place called %(name)s.") % {"name": row["place"]}
    if row["contact"] and row["contact"] not in contacts:
        return _("there is no contact called %(name)s.") % {"name": row["contact"]}
    for name in ("is_free", "step_free"):
        if row[name].lower() not in YES_NO:
            return _("%(name)s is yes, no or empty.") % {"name": name}
    return ""


def _fill(service: Service, row: dict[str, str], places: dict, contacts: dict) -> None:
    for name in COLUMNS:
        value: object = row[name]
        match name:
            case "place":
                value = places.get(row[name])
            case "contact":
                value = contacts.get(row[name])
            case "is_free" | "step_free":
                value = YES_NO[row[name].lower()]
        setattr(service, name, value)


def _values(service: Service) -> list[object]:
    return [getattr(service, f"{name}_id" if name in ("place", "contact") else name) for name in COLUMNS]
