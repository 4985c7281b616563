"""The sample welcome pack: its page and its twelve topics."""

from pathlib import Path

from home.sample import Sample, read, read_all
from welcomepack.models import TopicPage, WelcomePackPage

FOLDER = Path(__file__).parent


def load(sample: Sample) -> None:
    pack = sample.add(WelcomePackPage, read(FOLDER / "pack.toml"), sample.home)
    for data in read_all(FOLDER / "topics"):
        sample.add(TopicPage, data, pack, icon=data["icon"], sensitive=data["sensitive"])
