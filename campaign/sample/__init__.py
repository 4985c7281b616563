"""The sample campaign: its page, eight initiatives, five forms, five plans, four networks and six events."""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from campaign import initiative_filter
from campaign.blocks import OF_A_PLAN, OF_THE_CAMPAIGN
from campaign.models import (
    CampaignPage,
    EventIndexPage,
    EventPage,
    InitiativePage,
    Measure,
    NetworkIndexPage,
    NetworkPage,
    PlanPage,
    PledgeKind,
    SchoolHoliday,
)
from home.models import FormPage, Service
from home.sample import BLOCK_IDS, Sample, block_id, items, london, read, read_all

FOLDER = Path(__file__).parent
NETWORKS_FILE = FOLDER / "networks" / "networks.toml"
EVENTS_FILE = FOLDER / "events" / "events.toml"
PLANS_FILE = FOLDER / "plans" / "plans.toml"


def load(sample: Sample) -> None:
    _load_measures(sample)
    _load_campaign(sample)
    _load_plans(sample)
    _load_networks(sample)
    _load_events(sample)


def _load_measures(sample: Sample) -> None:
    """The measures, and how the blocks that show them and their like are stored."""
    measures = {}
    for row in read(FOLDER / "measures.toml")["measures"]:
        measures[row["key"]] = Measure.objects.create(
            name=row["name"], baseline=sample.facts[row["baseline"]], locale=sample.home.locale
        ).pk
    chosen = {"fact": lambda key: sample.facts[key].pk, "measures": lambda key: measures[key]}

    def stored(value: Any, path: str, name: str = "") -> Any:
        match value:
            case list():
                return items(path, [stored(item, f"{path}/{number}", name) for number, item in enumerate(value)])
            case dict():
                return {key: stored(item, f"{path}/{key}", key) for key, item in value.items() if key != "type"}
            case date():
                return value.isoformat()
            case str() if name in chosen:
                return chosen[name](value)
            case _:
                return value

    sample.blocks = {name: stored for name, _block in (*OF_THE_CAMPAIGN, *OF_A_PLAN)}


def _load_plans(sample: Sample) -> None:
    index = sample.add(PlanPage, read(PLANS_FILE), sample.home)
    for data in read_all(PLANS_FILE.parent):
        if data["slug"] != index.slug:
            sample.add(PlanPage, data, index)


def _load_campaign(sample: Sample) -> None:
    for row in read(FOLDER / "pledges.toml")["kinds"]:
        PledgeKind.objects.create(**row, locale=sample.home.locale)
    campaign = sample.add(CampaignPage, read(FOLDER / "campaign.toml"), sample.home)
    services = dict(Service.objects.values_list("key", "pk"))
    forms = {
        data["slug"]: sample.add(FormPage, data, campaign, **sample.form_fields(data))
        for data in read_all(FOLDER / "forms")
    }
    for data in read_all(FOLDER / "initiatives"):
        names = ("who_for", "what_we_know", "what_we_will_do", "what_we_hope_for", "kind_of_service", "kind_of_event")
        sample.add(
            InitiativePage,
            data,
            campaign,
            ask_page=forms.get(data.get("ask")),
            groups=initiative_filter.written(data["groups"]),
            related=json.dumps([{"type": "service", "value": services[key]} for key in data.get("services", [])]),
            **{name: data[name] for name in names if name in data},
        )


def _load_networks(sample: Sample) -> None:
    index_data = read(NETWORKS_FILE)
    index = sample.add(NetworkIndexPage, index_data, sample.home)
    for data in read_all(FOLDER / "networks"):
        if data["slug"] == index_data["slug"]:
            continue
        sample.add(
            NetworkPage,
            data,
            index,
            area=sample.areas[data["area"]],
            facilitator=sample.people.get(data["facilitator"]),
            priorities=_blocks(data, "priorities", "priority"),
            meetings=_blocks(data, "meetings", "meeting"),
            assets=json.dumps([{"type": "place", "value": sample.places[key].pk} for key in data["assets"]]),
        )


def _blocks(data: Mapping, name: str, block: str) -> str:
    """The rows of a network's file as blocks in their stored form."""
    found = []
    for number, row in enumerate(data.get(name, [])):
        path = f"{data['slug']}/{name}/{number}"
        value = {"happened": items(path, row["happened"])} if "happened" in row else {}
        found.append({"type": block, "value": row | value, "id": block_id(path)})
    return json.dumps(found, default=date.isoformat)


def _load_events(sample: Sample) -> None:
    for row in read(FOLDER / "school_holidays.toml")["holidays"]:
        SchoolHoliday.objects.create(**row, is_sample=True)
    index_data = read(EVENTS_FILE)
    index = sample.add(EventIndexPage, index_data, sample.home)
    names = (
        "all_day",
        "rule",
        "kind",
        "languages_spoken",
        "is_free",
        "cost",
        "booking_url",
        "organiser",
        "access",
    )
    for data in read_all(FOLDER / "events"):
        if data["slug"] == index_data["slug"]:
            continue
        starts_at = london(data["start"])
        sample.add(
            EventPage,
            data,
            index,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=data["minutes"]),
            place=sample.places.get(data["place"]),
            is_sample=data["is_sample"],
            not_in_school_holidays=data.get("not_in_school_holidays", False),
            particular_dates=json.dumps(
                [_particular(row, f"{data['slug']}/{row['date']}") for row in data.get("particular_dates", [])]
            ),
            **{name: data[name] for name in names},
        )


def _particular(row: dict, path: str) -> dict:
    """A block of the dates that are not as the rule gives them; a row's hours are those of London."""
    value = {
        name: str(london(told) if isinstance(told, datetime) else told) for name, told in row.items() if name != "type"
    }
    return {"type": row["type"], "value": value, "id": str(uuid.uuid5(BLOCK_IDS, path))}
