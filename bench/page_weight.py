"""How heavy a topic is over the wire: HTML, style and script as a browser receives them, fonts and pictures apart.

Measured on the site at --site (default: what `make run` serves), in every language.
"""

import argparse
import re
import urllib.request
from urllib.parse import urljoin

BUDGET_KB = 50
LANGUAGES = ["en", "ro", "ur", "bg", "pl", "tr", "es", "pt", "it", "ta", "pa", "ar", "uk", "lt", "bn", "ps"]


def fetch(address: str) -> tuple[bytes, str]:
    """The bytes that came over the wire, and the text they stand for."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        content = answer.read()
        encoding = answer.headers.get("Content-Encoding")
    if encoding == "gzip":
        import gzip

        return content, gzip.decompress(content).decode()
    return content, content.decode()


def weight(address: str) -> tuple[int, int]:
    """(bytes, requests) of a page with every style sheet and script it asks for."""
    content, html = fetch(address)
    waiting = [urljoin(address, path) for path in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)]
    waiting += [urljoin(address, path) for path in re.findall(r'<script[^>]+src="([^"]+)"', html)]
    seen, total = set(), len(content)
    while waiting:
        asset = waiting.pop()
        if asset in seen:
            continue
        seen.add(asset)
        content, text = fetch(asset)
        total += len(content)
        imports = re.findall(r'(?:@import (?:url\()?|\bfrom ?|\bimport ?)["\']([^"\']+)["\']', text)
        waiting += [urljoin(asset, path) for path in imports]
    return total, len(seen) + 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--topic", default="welcome/health/")
    options = parser.parse_args()
    heaviest = 0.0
    for code in LANGUAGES:
        size, requests = weight(f"{options.site}/{code}/{options.topic}")
        heaviest = max(heaviest, size / 1000)
        print(f"{code}: {size / 1000:.1f} KB in {requests} requests")
    print(f"page_weight: {heaviest:.1f} KB, {heaviest / BUDGET_KB:.2f} × the budget of {BUDGET_KB} KB")


if __name__ == "__main__":
    main()
