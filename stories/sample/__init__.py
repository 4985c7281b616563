"""The sample stories."""

from pathlib import Path

from home.sample import Sample, read, read_all
from stories.models import StoryIndexPage, StoryPage

FOLDER = Path(__file__).parent


def load(sample: Sample) -> None:
    index = sample.add(StoryIndexPage, read(FOLDER / "stories.toml"), sample.home)
    for data in read_all(FOLDER / "stories"):
        sample.add(
            StoryPage,
            data,
            index,
            published_on=data["published_on"],
            category=sample.categories.get(data["category"]),
            area=sample.areas.get(data.get("area", "")),
            credit=data.get("credit", ""),
            written_in=data.get("written_in", ""),
            is_sample=data["is_sample"],
        )
