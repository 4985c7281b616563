"""Whether anything acknowledged is lost or doubled when the site is killed at random moments of sending a story.

Each round is one story, sent by a browser without script through a real gunicorn: nine pages and a photo. At a random
moment the workers, in every tenth round the whole site, end by SIGKILL; the sender presses again until there is an
answer. After the kill, and at the end, everything that was answered with a 303 must be in the database: each page's
answers, the photo's file, the story sent once. A kill of the process is what is tested, not a power cut: SQLite runs
with synchronous=NORMAL, which survives the first.
"""

import argparse
import io
import random
import sys
import threading
import time
from collections.abc import Callable

import requests
from _site import Sender, Site, own_database

ROUNDS = 200
WHOLE_SITE_EVERY = 10
FIELDS: dict[str, dict[str, str]] = {
    "story": {"written_in": "en"},
    "photos": {},
    "name": {"name_shown": "full", "name": "Bench Sender"},
    "area": {"area": "none"},
    "age": {"is_adult": "yes"},
    "others": {"shows_others": "nobody", "has_children": "no"},
    "contact": {"email": ""},
    "agree": {"publish_story": "on", "publish_name": "on", "photo": "on"},
    "check": {},
}
STORED = {
    "story": {"written_in": "en"},
    "photos": {},
    "name": {"name_shown": "full", "name": "Bench Sender"},
    "area": {"area_id": None},
    "age": {"is_adult": True},
    "others": {"shows_others": "nobody", "has_children": False},
    "contact": {"email": ""},
    "agree": {"agreed_to": ["publish_story", "publish_name", "photo"]},
}


def a_photo() -> bytes:
    from PIL import Image

    output = io.BytesIO()
    Image.effect_noise((1200, 900), 60).save(output, "JPEG", quality=80)
    return output.getvalue()


class Round:
    """One story: what was acknowledged of it, and what of that is not there."""

    def __init__(self, number: int, sender: Sender, photo: bytes) -> None:
        self.text = f"Story number {number}. We came to Leyton in March, and it rained."
        self.sender, self.photo = sender, photo
        self.hidden: dict[str, str] = {}
        self.acknowledged: list[str] = []
        self.lost: list[str] = []
        self.doubled: list[str] = []

    def send(self) -> None:
        for step, fields in FIELDS.items():
            if step == "photos":
                self.press("photo", self.upload)
            self.press(step, lambda step=step, fields=fields: self.answer(step, fields))

    def press(self, what: str, act: Callable[[], None]) -> None:
        """Presses the button, again and again until there is an answer."""
        while True:
            try:
                act()
            except requests.RequestException:
                self.sender.site.wait()
                self.look()
            else:
                self.acknowledged.append(what)
                return

    def answer(self, step: str, fields: dict[str, str]) -> None:
        # Every page after the first carries the same hidden fields: they are read once.
        if step == "story":
            self.hidden = self.sender.open(step)
        text = {"text": self.text} if step == "story" else {}
        answer = self.sender.answer(step, self.hidden | text | fields)
        if step == "check":
            assert "/stories/sent/" in answer, answer

    def upload(self) -> None:
        self.hidden = self.sender.open("photos")
        files = {"photos": ("me.jpg", io.BytesIO(self.photo))}
        self.sender.answer("photos", self.hidden | {"do": "upload"}, files)

    def look(self) -> None:
        """Compares what was acknowledged with what is in the database."""
        from stories.models import Submission

        if not self.acknowledged:
            return
        rows = list(Submission.objects.filter(text=self.text))
        best = max(rows, key=lambda row: (row.state != "unfinished", len(row.answered)), default=None)
        if best is None:
            self.lost += self.acknowledged
            return
        for what in self.acknowledged:
            if not self.is_there(best, what):
                self.lost.append(what)

    def is_there(self, row, what: str) -> bool:
        if what == "check":
            return row.state == "received" and row.sent_at is not None
        if what == "photo":
            return any(photo.file.storage.exists(photo.file.name) for photo in row.photos.all())
        return all(getattr(row, name) == value for name, value in STORED[what].items())

    def count(self) -> int:
        """Notes what is there twice; gives how many begun stories nobody was told of are left behind."""
        from stories.models import Submission

        rows = Submission.objects.filter(text=self.text)
        sent = list(rows.sent())
        self.doubled += ["story"] * (len(sent) - 1)
        for row in sent:
            kinds = [record.what for record in row.consents.all()]
            self.doubled += ["consent"] * (len(kinds) - len(set(kinds)))
            self.doubled += ["photo"] * (row.photos.count() - 1)
            self.doubled += ["event"] * (row.events.count() - 1)
        return rows.unfinished().count()


def killed_at_random(site: Site, chance: random.Random, seconds: float, *, whole: bool) -> threading.Thread:
    def kill() -> None:
        time.sleep(chance.uniform(0, seconds))
        if whole:
            site.kill()
            site.start()
        else:
            site.kill_workers()

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def measure(site: Site, rounds: int, database: str) -> bool:
    chance, photo = random.Random(5), a_photo()
    print(f"seed 5, {rounds} rounds on {database}")
    start = time.monotonic()
    Round(0, Sender(site, 0), photo).send()
    seconds = time.monotonic() - start
    acknowledged, lost, doubled, left = 0, [], [], 0
    for number in range(1, rounds + 1):
        story = Round(number, Sender(site, number), photo)
        start = time.monotonic()
        whole = number % WHOLE_SITE_EVERY == 0
        killer = killed_at_random(site, chance, seconds, whole=whole)
        story.send()
        if not whole:
            seconds = 0.8 * seconds + 0.2 * (time.monotonic() - start)
        killer.join()
        site.wait()
        story.look()
        left += story.count()
        acknowledged += len(story.acknowledged)
        lost += story.lost
        doubled += story.doubled
        if number % 20 == 0:
            print(
                f"  round {number}: {acknowledged} acknowledged, {len(lost)} lost, {len(doubled)} doubled", flush=True
            )
    print(f"begun stories left behind that were never acknowledged, erased after 24 hours: {left}")
    print(f"doubled: {len(doubled)} {sorted(set(doubled))}; lost: {len(lost)} {sorted(set(lost))}")
    worst = len(lost) + len(doubled)
    print(
        f"sending_survives: {worst} lost or doubled, {worst / acknowledged:.2f} × "
        f"the {acknowledged} acknowledged in {rounds} rounds of kill -9 on {database}"
    )
    return not worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with own_database() as database:
        from django.db import connections

        site = Site()
        site.start()
        try:
            good = measure(site, options.rounds, database)
        finally:
            site.kill()
            for connection in connections.all():
                connection.close_pool() if connection.vendor == "postgresql" else connection.close()
    sys.exit(not good)


if __name__ == "__main__":
    main()
