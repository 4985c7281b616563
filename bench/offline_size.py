"""How much a reader fetches to keep the whole welcome pack of a language: pages, styles, scripts, font and pictures.

Measured on the site at --site (default: what `make run` serves), in every language, as bytes that travel.
Integreat's web app is 950 KB of fonts and interface text before any content: file sizes of its release, 2026.
"""

import argparse
import json
import urllib.request
from urllib.parse import urljoin

INTEGREAT_KB = 950
LANGUAGES = ["en", "ro", "ur", "bg", "pl", "tr", "es", "pt", "it", "ta", "pa", "ar", "uk", "lt", "bn", "ps"]


def fetched(address: str) -> bytes:
    """The bytes that come over the wire for an address, compressed."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def measure(site: str, code: str) -> tuple[int, int, int]:
    """(bytes fetched, bytes the list promises, files) of the pack in a language."""
    with urllib.request.urlopen(f"{site}/{code}/welcome/pack.json") as answer:
        listing = json.load(answer)
    total = sum(len(fetched(urljoin(site, file["url"]))) for file in listing["files"])
    return total, listing["bytes"], len(listing["files"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    largest = 0.0
    for code in LANGUAGES:
        total, promised, files = measure(options.site, code)
        largest = max(largest, total / 1000)
        print(f"{code}: {total / 1000:.1f} KB in {files} files, the button says {promised / 1000:.1f} KB")
    ratio = largest / INTEGREAT_KB
    print(f"offline_size: {largest:.1f} KB, {ratio:.2f} × Integreat's web app before any content ({INTEGREAT_KB} KB)")


if __name__ == "__main__":
    main()
