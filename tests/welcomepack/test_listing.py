"""What a pack consists of, read off stand-in pages."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.listing import Answer, File, Unavailable, digest_of, files_of, version_of

PAGE = """
<link rel="stylesheet" href="/static/site.css"><link rel="apple-touch-icon" href="/static/touch.png">
<link rel="icon" href="/static/icon.svg"><script type="module" src="/static/keep.js"></script>
<img src="/media/large.webp" srcset="/media/small.webp 360w, /media/large.webp 640w">
<svg><use href="/static/icons.svg#leaf"/></svg><a href="/ur/stories/">elsewhere</a>
<img src="https://elsewhere.example/a.png"><img src="//elsewhere.example/b.png"><img src="data:image/png;base64,AA">
"""
SITE = {
    "/ur/welcome/": ("text/html", PAGE),
    "/static/site.css": ("text/css", '@import url("base.css") layer(base); @import "print.css";'),
    "/static/base.css": ("text/css", "@font-face { src: url('../fonts/urdu.woff2') format(\"woff2\") }"),
    "/static/print.css": ("text/css", "a { background: url(data:image/png;base64,AA) }"),
    "/fonts/urdu.woff2": ("font/woff2", "@import 'no.css'"),
    "/static/keep.js": ("text/javascript", 'import { keep } from "./offline.js";'),
    "/static/offline.js": ("text/javascript", "export function keep() {}"),
    "/static/icon.svg": ("image/svg+xml", "<svg/>"),
    "/static/icons.svg": ("image/svg+xml", "<svg/>"),
    "/media/small.webp": ("image/webp", "small"),
}


def answering(site: dict[str, tuple[str, str]], **statuses: int) -> Callable[[str], Answer]:
    def ask(url: str) -> Answer:
        kind, text = site.get(url, ("text/html", ""))
        return Answer(statuses.get(url, 200 if url in site else 404), kind, text.encode(), len(text))

    return ask


def test_a_pack_is_its_pages_and_all_they_are_shown_with_once():
    files = files_of(["/ur/welcome/", "/ur/welcome/"], answering(SITE))
    assert sorted(file.url for file in files) == sorted(SITE)


def test_of_a_picture_the_smallest_size_stands_in_for_the_others():
    files = {file.url: file for file in files_of(["/ur/welcome/"], answering(SITE))}
    assert files["/media/small.webp"].instead_of == ("/media/large.webp",)


def test_what_a_reader_may_not_read_is_left_out():
    site = SITE | {"/ur/welcome/private/": ("text/html", "")}
    ask = answering(site, **{"/ur/welcome/private/": 302})
    urls = {file.url for file in files_of(["/ur/welcome/", "/ur/welcome/private/", "/ur/welcome/gone/"], ask)}
    assert not urls & {"/ur/welcome/private/", "/ur/welcome/gone/"}


def test_a_pack_of_which_a_part_fails_is_not_listed():
    with pytest.raises(Unavailable):
        files_of(["/ur/welcome/"], answering(SITE, **{"/static/base.css": 500}))


@given(st.text())
def test_any_text_may_stand_in_a_page(text):
    site = {"/ur/welcome/": ("text/html", f'<img src="{text}" srcset="{text}"><link rel="{text}" href="{text}">')}
    assert [file.url for file in files_of(["/ur/welcome/"], answering(site))] == ["/ur/welcome/"]


bodies = st.dictionaries(st.text(min_size=1), st.binary(), min_size=1)


def files_with(contents: dict[str, bytes]) -> list[File]:
    return [File(url, len(body), digest_of(body)) for url, body in contents.items()]


@given(bodies)
def test_a_version_depends_on_what_is_shown_and_not_on_its_order(contents):
    backwards = dict(reversed(contents.items()))
    assert version_of(files_with(contents)) == version_of(files_with(backwards))


@given(bodies, st.data())
def test_a_version_changes_with_any_file(contents, data):
    changed = data.draw(st.sampled_from(sorted(contents)))
    other = contents | {changed: contents[changed] + b"."}
    fewer = {url: body for url, body in contents.items() if url != changed}
    assert len({version_of(files_with(each)) for each in (contents, other, fewer)}) == 3
