"""The sample campaign: its page, seven initiatives, four plans, four networks and six events."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
)
from home.sample import Sample, items, london, read, read_all

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
    for data in read_all(FOLDER / "initiatives"):
        parts = {name: data[name] for name in ("who_for", "what_we_know", "what_we_will_do", "what_we_hope_for")}
        sample.add(InitiativePage, data, campaign, **parts)


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
            priorities=json.dumps([{"type": "priority", "value": row} for row in data["priorities"]]),
            assets=json.dumps([{"type": "place", "value": sample.places[key].pk} for key in data["assets"]]),
        )


def _load_events(sample: Sample) -> None:
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
            **{name: data[name] for name in names},
        )
