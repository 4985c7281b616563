"""The sample stories, and invented posts on the wall."""

from pathlib import Path

from django.core.files import File

from home import sample as home_sample
from home.models import Picture
from home.sample import Sample, read, read_all
from stories.models import StoryIndexPage, StoryPage, WallPost

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
            is_pick=data.get("is_pick", False),
        )
    for row in read(FOLDER / "wall.toml")["posts"]:
        picture = _own_copy(row.pop("picture"), row.pop("shows"))
        answer = WallPost.Answer.YES
        WallPost.objects.create(**row, picture=picture, answer=answer, is_published=True, is_sample=True)


def _own_copy(name: str, shows: str) -> Picture | None:
    """A picture of the sample once more: what is on the wall is used for nothing else."""
    if not name:
        return None
    with (home_sample.FOLDER / "pictures" / f"{name}.webp").open("rb") as file:
        picture = Picture(title=shows, description=shows)
        picture.file.save(f"wall-{name}.webp", File(file), save=False)
        picture.save()
    return picture
