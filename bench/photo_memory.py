"""Memory of a real gunicorn's workers while five photos of 20 MB and nearly 60 megapixels arrive at once.

Four are noisy JPEGs; one is a HEIC in tiles, as telephones make them, filled up to 20 MB. Photos are decoded in a
process of their own, one at a time, so two things are told: the peak of the largest worker alone (VmHWM), and the
highest sum, sampled, of a worker and the decoder it has started, with shared pages counted in parts (PSS).
"""

import io
import re
import threading
import time
from pathlib import Path

from _site import Sender, Site, children, own_database

LIMIT_MB = 400
PHOTO_BYTES = 20 * 1024 * 1024
SIZE = (8940, 6708)
PAUSE_S = 0.02


def jpeg(number: int) -> bytes:
    """A noisy photo, at the highest quality that stays below 20 MB."""
    from PIL import Image

    noise = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 40 + number)
    picture = Image.merge("RGB", [noise] * 3).resize(SIZE)
    for quality in range(90, 10, -4):
        output = io.BytesIO()
        picture.save(output, "JPEG", quality=quality)
        if output.tell() < PHOTO_BYTES:
            return output.getvalue()
    raise AssertionError


def heic() -> bytes:
    import pillow_heif
    from PIL import Image

    picture, output = Image.linear_gradient("L").resize(SIZE).convert("RGB"), io.BytesIO()
    pillow_heif.from_pillow(picture).save(output, quality=30, tile_size=512, enc_params={"preset": "ultrafast"})
    content = output.getvalue()
    filling = PHOTO_BYTES - len(content)
    return content + filling.to_bytes(4, "big") + b"free" + b"\0" * (filling - 8)


def kilobytes(path: str, name: str) -> int:
    try:
        found = re.search(rf"^{name}:\s+(\d+)", Path(path).read_text(), re.MULTILINE)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return int(found[1]) if found else 0


class Watcher(threading.Thread):
    """Looks at the workers and what they have started, until told to stop."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site, self.stop = site, threading.Event()
        self.workers: dict[int, int] = {}
        self.decoder = self.together = 0

    def run(self) -> None:
        while not self.stop.wait(PAUSE_S):
            for worker in self.site.workers():
                self.workers[worker] = max(self.workers.get(worker, 0), kilobytes(f"/proc/{worker}/status", "VmHWM"))
                started = children(worker)
                self.decoder = max([self.decoder, *(kilobytes(f"/proc/{pid}/status", "VmHWM") for pid in started)])
                shares = [kilobytes(f"/proc/{pid}/smaps_rollup", "Pss") for pid in (worker, *started)]
                self.together = max(self.together, sum(shares))


def ready_to_upload(site: Site, number: int) -> tuple[Sender, dict[str, str]]:
    sender = Sender(site, number)
    sender.answer("story", sender.open("story") | {"text": f"Story {number}", "written_in": "en"})
    return sender, sender.open("photos") | {"do": "upload"}


def measure(site: Site) -> bool:
    photos = [*(jpeg(number) for number in range(4)), heic()]
    print("photos: " + ", ".join(f"{len(photo) / 1e6:.1f} MB" for photo in photos))
    senders = [ready_to_upload(site, number) for number in range(len(photos))]
    before = max(kilobytes(f"/proc/{pid}/status", "VmHWM") for pid in site.workers())
    watcher, answers = Watcher(site), []

    def upload(sender: Sender, fields: dict[str, str], photo: bytes) -> None:
        answers.append(sender.answer("photos", fields, {"photos": ("me.jpg", io.BytesIO(photo))}))

    threads = [
        threading.Thread(target=upload, args=(*sender, photo)) for sender, photo in zip(senders, photos, strict=True)
    ]
    watcher.start()
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - start
    watcher.stop.set()
    watcher.join()
    kept = sum(
        sender.session.get(f"{site.address}/en/stories/share/photos/").text.count('name="remove"')
        for sender, _ in senders
    )
    if len(answers) != len(photos) or kept != len(photos):
        raise SystemExit(f"Only {len(answers)} of {len(photos)} photos were taken, {kept} are shown.")
    worker = max(watcher.workers.values())
    print(f"five photos in {taken:.1f} s; a worker before: {before / 1024:.0f} MB")
    print(f"decoder: {watcher.decoder / 1024:.0f} MB; worker and decoder together: {watcher.together / 1024:.0f} MB")
    print(f"photo_memory: {worker / 1024:.0f} MB, {worker / 1024 / LIMIT_MB:.2f} × the {LIMIT_MB} MB a worker may take")
    return worker / 1024 < LIMIT_MB


def main() -> None:
    with own_database():
        site = Site()
        site.start()
        try:
            good = measure(site)
        finally:
            site.kill()
    raise SystemExit(not good)


if __name__ == "__main__":
    main()
