"""The sample campaign: its page, seven initiatives, four networks and six events."""

import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from campaign.models import (
    CampaignPage,
    EventIndexPage,
    EventPage,
    InitiativePage,
    NetworkIndexPage,
    NetworkPage,
    PledgeKind,
    SchoolHoliday,
)
from home.sample import BLOCK_IDS, Sample, london, read, read_all

FOLDER = Path(__file__).parent
NETWORKS_FILE = FOLDER / "networks" / "networks.toml"
EVENTS_FILE = FOLDER / "events" / "events.toml"


def load(sample: Sample) -> None:
    _load_campaign(sample)
    _load_networks(sample)
    _load_events(sample)


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
