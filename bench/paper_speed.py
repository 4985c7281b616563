"""How long the first reader of the whole pack waits in each language, and what a repeat costs beside a bare view.

The sample pack is made anew in every language from the database the environment names (files collected, catalogues
compiled); a repeat is one reading of the finished file through all of Django, in CPU time.
"""

import tempfile
import time
from pathlib import Path

from page_speed import CALLS, environ, seconds_a_call

LIMIT_SECONDS = 10


def main() -> None:
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()

    from django.test import override_settings

    from home.languages import LANGUAGES
    from home.page_cache import Store

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own_folders = override_settings(PAPER_DIR=folder / "paper", PAGE_CACHE_DIR=folder / "pages")
        own_folders.enable()
        Store(folder / "pages").expire()
        slowest = 0.0
        for code in LANGUAGES:
            start = time.perf_counter()
            size = len(b"".join(django(environ(f"/{code}/welcome/pack.pdf"), lambda *answer: None)))
            taken = time.perf_counter() - start
            slowest = max(slowest, taken)
            print(f"{code}: {size / 1000:.0f} KB in {taken:.2f} s")
        repeat = seconds_a_call(django, "/en/welcome/pack.pdf")
        own_folders.disable()
    print(f"repeat: {repeat * 1000:.2f} ms of CPU, the mean of {CALLS}")
    print(f"paper_speed: {slowest:.2f} s, {slowest / LIMIT_SECONDS:.2f} × the limit of {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
