"""What a translation was made from and what became of it since, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from home import passages
from home.passages import UNKNOWN, Passage, Words

PATHS = st.sampled_from(["title", "body.a.text", "body.b.text", "body.c.text"])
REVISIONS = st.lists(st.integers(1, 9).map(str), min_size=1, max_size=3).map(tuple)
PAGES = st.dictionaries(PATHS, REVISIONS).map(lambda page: tuple(Passage(*item) for item in page.items()))


def page(**revisions: str) -> passages.Passages:
    return tuple(Passage(path, tuple(written.split())) for path, written in revisions.items())


@given(PAGES, PAGES)
def test_nothing_has_changed_only_if_every_passage_stands(made_from, now):
    assert set(passages.changed(made_from, now)) == {passage.path for passage in now if passage not in made_from}
    assert passages.changed(now, now) == []


@given(PAGES, PAGES)
def test_what_was_made_from_the_english_before_moves_along_with_it(before, now):
    moved = passages.moved_on(before, before, now)
    for passage in moved:
        assert passage in now or passage in before
    assert [passage.path for passage in moved] == [passage.path for passage in before]


@given(PAGES, PAGES, PAGES)
def test_what_was_made_from_older_english_never_moves(made_from, before, now):
    moved = passages.moved_on(made_from, before, now)
    stayed = [here for here in made_from if here not in before]
    assert all(passage in moved for passage in stayed)


def test_a_passage_split_in_two_does_not_move():
    assert passages.moved_on(page(a="1"), page(a="1"), page(a="1 2")) == page(a="1")


def test_another_link_or_another_thing_chosen_does_not_move():
    for before, now in (("1:ab12", "2:cd34"), ("@a", "@b"), ("=1", "=2"), ("1", "@a")):
        assert passages.moved_on(page(a=before), page(a=before), page(a=now)) == page(a=before)
    assert passages.moved_on(page(a="1:ab12 3"), page(a="1:ab12 3"), page(a="2:ab12 3")) == page(a="2:ab12 3")


def test_what_was_retyped_is_told_with_its_place():
    before, now = page(a="1 2", b="3", c="4"), page(a="1 5", b="3", c="4 6")
    assert passages.retyped(before, now) == [("a", 2, 5)]
    assert passages.retyped(before, now, paths=["b"]) == []


def test_a_link_with_another_target_is_another_revision_of_the_same_words():
    assert passages.revision(7, "") == "7"
    assert passages.revision(7, "ab12") == "7:ab12"
    assert passages.string_of("7:ab12") == 7
    assert passages.string_of("@0f") is None
    assert passages.retyped(page(a="7:ab12"), page(a="7:cd34")) == []


def test_the_words_of_a_translation_tell_what_it_was_made_from():
    own = [("a", [Words("eins", "")]), ("b", [Words("zwei", "ab12")]), ("c", "@key"), ("d", [Words("?", "")])]
    known = {"a": {"eins": [5, 1]}, "b": {"zwei": [2]}}
    now = page(a="1", b="2:ab12", c="@key", d="4")
    assert passages.derived(own, known, now) == page(a="1", b="2:ab12", c="@key", d=UNKNOWN)
    assert passages.derived(own, known, page(a="9"))[0] == Passage("a", ("5",))


def test_numbers_links_facts_and_words_weigh_something_and_spelling_does_not():
    same = passages.weighty('<p data-block-key="a1b2">Call {fact:gp}, on 5 May: <a href="/x/">here</a></p>')
    assert passages.weighty('<p data-block-key="c3d4">Cal {fact:gp} on 5 May; <a href="/x/">there</a></p>') == same
    for other in ("Call {fact:nhs} on 5 May", "Call {fact:gp} on 6 May", "{fact:gp} 5 <a href='/y/'>here</a>"):
        assert passages.weighty(other) != same
