"""What editors point a network or an initiative at: places, each with what is offered there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.blocks.stream_block import StreamValue

from home.models import Place, Service


@dataclass
class OfferedAt:
    """A place and what is offered there."""

    place: Place
    services: list[Service] = field(default_factory=list)


def chosen(blocks: StreamValue, kind: str) -> list[int]:
    """The numbers of the snippets chosen in blocks of this type, without fetching them."""
    return [block["value"] for block in blocks.raw_data if block["type"] == kind and block["value"]]


def by_place(places: Iterable[Place], services: Iterable[Service]) -> list[OfferedAt]:
    """These places in their order, then those of the services, each once; a service without a place is left out."""
    found = {place.pk: OfferedAt(place) for place in places}
    for service in services:
        if service.place:
            found.setdefault(service.place.pk, OfferedAt(service.place)).services.append(service)
    return list(found.values())
