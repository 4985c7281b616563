import re
from xml.etree import ElementTree

import pytest
import segno
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from home import qr
from home.models import InformationPage

SVG = "{http://www.w3.org/2000/svg}"


def modules_of(svg: bytes) -> tuple[int, set[tuple[int, int]]]:
    """The width of a drawing and its dark modules, read from the strokes of the path."""
    root = ElementTree.fromstring(svg)
    path = root.find(f"{SVG}path[@stroke]").get("d")
    dark, x, y = set(), 0, 0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    return int(root.get("viewBox").split()[2]), dark


@settings(max_examples=20, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-/", max_size=120))
def test_a_code_has_white_around_it_and_holds_the_address(path):
    address = f"https://example.org/ur/{path}"
    width, dark = modules_of(qr.svg(address))
    wanted = segno.make_qr(address, error="m").matrix
    assert width == len(wanted) + 2 * qr.QUIET_ZONE
    assert dark == {
        (x + qr.QUIET_ZONE, y + qr.QUIET_ZONE) for y, row in enumerate(wanted) for x, module in enumerate(row) if module
    }


@pytest.fixture
def page(home) -> InformationPage:
    return home.add_child(instance=InformationPage(title="Health", slug="health", locale=home.locale))


def test_a_pages_code_holds_its_address_in_the_readers_language(client, page, settings):
    settings.SITE_ADDRESS = "https://place.example"
    answer = client.get("/ur/qr/?page=health/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content == qr.svg("https://place.example/ur/health/")
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize(
    "named",
    [
        "nowhere/",
        "https://evil.example/",
        "//evil.example/",
        "../admin/",
        "health/?x=1",
        "javascript:alert(1)",
        '"><script>alert(1)</script>',
        "\x00",
        "a/" * 2000,
        "é" * 3000,
    ],
)
def test_no_code_is_drawn_for_anything_but_a_page_of_this_site(client, page, named):
    assert client.get("/en/qr/", {"page": named}).status_code == 404


def test_a_page_behind_a_restriction_has_no_code(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/en/qr/?page=health/").status_code == 404


def test_a_code_is_only_read(client, page):
    assert client.post(reverse("qr_code"), {"page": "health/"}).status_code == 405
