"""The record of a translation through random histories, and before anything is translated."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from home import translation, translation_records
from home.languages import LANGUAGES
from home.models import Contact, Fact, HomePage, InformationPage, Term, TranslationRecord
from home.translation import State
from home.translation_records import EnglishIsDown, NotReady
from tests import translating
from tests.home.test_translation_records import ENGLISH, WORDS, publish_again, record_of, with_text

TEXTS = st.sampled_from(["One.", "Two.", "Three.", "Four."])
BLOCKS = st.sampled_from(["a", "b", "c"])
ENGLISH_STEPS = st.one_of(
    st.tuples(st.just("retype"), BLOCKS, st.integers(0, 1), TEXTS),
    st.tuples(st.just("small change"), BLOCKS, st.integers(0, 1), TEXTS),
    st.tuples(st.just("add"), BLOCKS, TEXTS),
    st.tuples(st.just("delete"), BLOCKS),
    st.tuples(st.just("reorder")),
    st.tuples(st.just("split"), BLOCKS, TEXTS),
    st.tuples(st.just("title"), TEXTS),
    st.tuples(st.just("draft"), BLOCKS, TEXTS),
    st.tuples(st.just("publish again")),
    st.tuples(st.just("unpublish")),
    st.tuples(st.just("rename")),
    st.tuples(st.just("move")),
)
TRANSLATION_STEPS = st.one_of(
    st.tuples(st.just("translate"), st.sampled_from(["all", "some"]), st.sampled_from(["manual", "machine"])),
    st.tuples(st.just("publish translation")),
    st.tuples(st.just("check")),
    st.tuples(st.just("still correct"), st.booleans()),
    st.tuples(st.just("take down")),
)
HISTORIES = st.lists(st.one_of(ENGLISH_STEPS, TRANSLATION_STEPS, TRANSLATION_STEPS), min_size=6, max_size=14)

Content = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class Story:
    """What ought to be true, told without any of the code under test."""

    english: dict[str, list[str]]
    # For each place and English text: the words, and whether a machine wrote them.
    words: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)
    # For each place of what is published: the English it was made from, and its words.
    live: list[tuple[str, list[str], list[str]]] | None = None
    has_gaps: bool = False
    is_draft: bool = False
    checked: set = field(default_factory=set)
    # Whether the English is published; a translation goes down and comes back with it.
    is_up: bool = True

    @property
    def state(self) -> State:
        if self.live is None or not self.is_up:
            return State.MISSING
        if [(place, made_from) for place, made_from, _words in self.live] != list(self.english.items()):
            return State.OUT_OF_DATE
        if self.checked and not self.has_gaps and self.seen <= self.checked:
            return State.CHECKED
        return State.MACHINE_DRAFT if self.is_draft else State.AWAITING_REVIEW

    @property
    def seen(self) -> set:
        return {(place, tuple(made_from), tuple(words)) for place, made_from, words in self.live or ()}

    @property
    def to_do(self) -> list[tuple[str, str]]:
        places = self.english.items()
        return [(place, text) for place, texts in places for text in texts if (place, text) not in self.words]

    def change(self, english: dict[str, list[str]], *, is_small: bool = False) -> None:
        before, self.english, self.is_up = self.english, english, True
        if is_small:
            self._move_along(before, with_check=True)

    def _move_along(self, before: dict[str, list[str]], *, with_check: bool) -> None:
        same_shape = {place for place in before if len(before[place]) == len(self.english.get(place, ()))}
        for place in same_shape:
            for old, new in zip(before[place], self.english[place], strict=True):
                if old != new and (place, old) in self.words:
                    self.words.setdefault((place, new), self.words[place, old])
        moves = {(place, tuple(before[place])): self.english[place] for place in same_shape}
        if self.live is not None:
            self.live = [(p, list(moves.get((p, tuple(made)), made)), words) for p, made, words in self.live]
        if with_check:
            self.checked = {(p, tuple(moves.get((p, made), made)), words) for p, made, words in self.checked}

    def publish(self) -> None:
        self.live = [
            (place, list(texts), [self.words.get((place, text), (text, False))[0] for text in texts])
            for place, texts in self.english.items()
        ]
        self.has_gaps = bool(self.to_do)
        used = [self.words[place, text] for place, texts in self.english.items() for text in texts
                if (place, text) in self.words]  # fmt: skip
        self.is_draft = any(is_machine for _words, is_machine in used)

    def still_correct(self, *, with_check: bool) -> None:
        if self.live is not None:
            self._move_along({place: made for place, made, _words in self.live}, with_check=with_check)


class World:
    """The same page in the database, with its translation into Urdu."""

    def __init__(self, home: HomePage, code: str = "ur"):
        self.locale = Locale.objects.get(language_code=code)
        self.reviewer = get_user_model().objects.create_superuser("a-reviewer")
        self.elsewhere = home.add_child(instance=InformationPage(title="Elsewhere", slug="elsewhere"))
        page = InformationPage(title="One.", slug="page", body=body_of({"a": ["One."], "b": ["Two."]}))
        self.pk = home.add_child(instance=page).pk
        self.key = page.translation_key
        self.renamed = 0

    @property
    def page(self) -> InformationPage:
        return InformationPage.objects.get(pk=self.pk)

    @property
    def record(self) -> TranslationRecord:
        return TranslationRecord.objects.get(translation_key=self.key, locale=self.locale)

    def publish_english(self, english: dict[str, list[str]], *, is_small: bool = False) -> None:
        page = self.page
        page.title = english["title"][0]
        page.body = body_of({place: texts for place, texts in english.items() if place != "title"})
        page.is_small_change = is_small
        page.save_revision().publish()

    def translate(self, places: list[tuple[str, str]], kind: str) -> dict[tuple[str, str], tuple[str, bool]]:
        words = {}
        for place, text in places:
            path = "title" if place == "title" else f"body.{place}.text"
            string = String.objects.get(data=text, locale__language_code="en")
            words[place, text] = (f"{place} {text} auf Urdu", kind == "machine")
            StringTranslation.objects.create(
                translation_of=string,
                context=TranslationContext.objects.get(object_id=self.key, path=path),
                locale=self.locale,
                data=words[place, text][0],
                translation_type=kind,
            )
        translation_records.recount(self.key)
        return words

    def publish_translation(self) -> None:
        if not Translation.objects.filter(source__object_id=self.key, target_locale=self.locale).exists():
            translate_object(self.page, [self.locale])
        translation = Translation.objects.get(source__object_id=self.key, target_locale=self.locale)
        translation_records.publish(translation, self.reviewer)


def body_of(blocks: dict[str, list[str]]) -> str:
    return json.dumps(
        [
            {"type": "text", "id": place, "value": {"heading": "", "text": "".join(f"<p>{text}</p>" for text in texts)}}
            for place, texts in blocks.items()
        ]
    )


class Histories(TestCase):
    @classmethod
    def setUpTestData(cls):
        for code in LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        root = Page.objects.get(depth=1)
        cls.home = root.add_child(instance=HomePage(title="Our Place", slug="histories"))

    # Not made shorter when it fails: a history of a real page takes a second.
    @settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(HISTORIES)
    def test_no_history_ever_gives_a_wrong_state(self, history):
        world = World(HomePage.objects.get(pk=self.home.pk))
        story = Story({"title": ["One."], "a": ["One."], "b": ["Two."]})
        world.publish_english(story.english)
        for step in history:
            play(step, story, world)
            record = world.record
            assert (record.state, record.passages_to_do) == (story.state, len(story.to_do)), step


def play(step: tuple, story: Story, world: World) -> None:
    """Does the same to the story and to the world; a step that makes no sense now is left out."""
    what, *how = step
    english = {place: list(texts) for place, texts in story.english.items()}
    match what, how:
        case "retype" | "small change", [block, position, text]:
            if position < len(english.get(block, ())):
                english[block][position] = text
                is_small = what == "small change"
                world.publish_english(english, is_small=is_small)
                story.change(english, is_small=is_small)
        case "add", [block, text]:
            if block not in english:
                english[block] = [text]
                world.publish_english(english)
                story.change(english)
        case "delete", [block]:
            if english.pop(block, None):
                world.publish_english(english)
                story.change(english)
        case "reorder", []:
            turned = {"title": english["title"], **dict(reversed([*english.items()][1:]))}
            world.publish_english(turned)
            story.change(turned)
        case "split", [block, text]:
            if len(english.get(block, ())) == 1:
                english[block].append(text)
                world.publish_english(english)
                story.change(english)
        case "title", [text]:
            english["title"] = [text]
            world.publish_english(english)
            story.change(english)
        case "draft", [block, text]:
            page = world.page
            page.body = body_of({block: [text, "A draft."]})
            page.save_revision()
        case "publish again", []:
            world.publish_english(english)
            story.change(english)
        case "unpublish", []:
            world.page.unpublish()
            story.is_up = False
        case "rename", []:
            page = world.page
            world.renamed += 1
            page.slug = f"renamed-{world.renamed}"
            page.save_revision().publish()
            story.is_up = True
        case "move", []:
            page, elsewhere = world.page, Page.objects.get(pk=world.elsewhere.pk)
            home = elsewhere.get_parent()
            page.move(home if page.get_parent().pk == elsewhere.pk else elsewhere, pos="last-child")
        case "translate", [how_much, kind]:
            places = story.to_do if how_much == "all" else story.to_do[:1]
            story.words |= world.translate(list(dict.fromkeys(places)), kind)
        case "publish translation", []:
            try:
                world.publish_translation()
                assert story.is_up
                story.publish()
            except EnglishIsDown:
                assert not story.is_up
        case "check", []:
            try:
                translation_records.check(world.record, world.reviewer)
                assert story.state not in {State.MISSING, State.OUT_OF_DATE}
                assert not story.has_gaps
                story.checked = story.seen
            except NotReady:
                assert story.state in {State.MISSING, State.OUT_OF_DATE} or story.has_gaps
        case "still correct", [is_checked]:
            record = world.record
            translation_records.still_correct(
                record, [passage.path for passage in record.passages], is_checked=is_checked
            )
            story.still_correct(with_check=is_checked)
        case "take down", [] if story.is_up:
            InformationPage.objects.filter(translation_key=world.key, locale=world.locale).first() and (
                InformationPage.objects.get(translation_key=world.key, locale=world.locale).unpublish()
            )
            story.live = None


# --- Before anything is translated ---


@pytest.fixture
def page(home: HomePage) -> InformationPage:
    page = home.add_child(instance=InformationPage(title="Health", slug="health", body=json.dumps(ENGLISH)))
    page.save_revision().publish()
    return page


@pytest.fixture
def reviewer(db) -> AbstractBaseUser:
    return get_user_model().objects.create_superuser("a-reviewer")


def test_every_language_has_a_row_as_soon_as_the_english_is_published(page):
    records = TranslationRecord.objects.filter(translation_key=page.translation_key)
    assert records.count() == len(LANGUAGES) - 1
    assert {record.state for record in records} == {State.MISSING}
    assert {record.words_to_do for record in records} == {6}
    assert {record.percent for record in records} == {0}


def test_a_new_language_has_rows_for_everything_there_is(page):
    Locale.objects.filter(language_code="bn").delete()
    Locale.objects.create(language_code="bn")
    assert record_of(page, "bn").words_to_do == 6


def test_what_is_to_go_live_later_is_still_missing(page):
    translation = translating.submitted(page, "ur")
    translating.filled(translation, WORDS)
    target = translation.source.create_or_update_translation(translation.target_locale, publish=False)[0]
    target.go_live_at = timezone.now() + timedelta(days=1)
    target.save_revision().publish()
    assert record_of(page).state == State.MISSING


def test_what_is_not_ready_cannot_be_checked(page, reviewer):
    with pytest.raises(NotReady):
        translation_records.check(record_of(page), reviewer)
    translation = translating.submitted(page, "ur")
    translating.filled(translation, {"Health": "صحت"})
    translation_records.publish(translation)
    assert record_of(page).untranslated == ["Call us.", "It is free."]
    with pytest.raises(NotReady):
        translation_records.check(record_of(page), reviewer)


def test_a_glossary_word_has_states_like_a_page(locales, reviewer):
    term = Term.objects.create(
        key="gp", english="GP", word="GP", explanation="A doctor for everyday problems.", locale=locales["en"]
    )
    assert record_of(term).state == State.MISSING
    translation, _new = Translation.objects.get_or_create(
        source=TranslationSource.objects.get(object_id=term.translation_key), target_locale=locales["ur"]
    )
    translating.filled(translation, {"GP": "جی پی", "A doctor for everyday problems.": "عام بیماریوں کا ڈاکٹر۔"})
    translation_records.publish(translation)
    translation_records.check(record_of(term), reviewer)
    assert record_of(term).state == State.CHECKED
    term.explanation = "A doctor near you."
    term.save()
    assert record_of(term).state == State.OUT_OF_DATE
    assert record_of(term).words_to_do == 4


def test_a_new_telephone_stands_in_every_language_at_once(locales):
    old, new = (Fact.objects.create(key=key, kind="phone", value="020 7946 0000", label=key) for key in ("old", "new"))
    contact = Contact.objects.create(name="Registry", phone_fact=old, url="https://a.example/", locale=locales["en"])
    polish = contact.copy_for_translation(locales["pl"])
    polish.name = "Urząd"
    polish.save()
    apart, _new = TranslationContext.objects.get_or_create(object_id=contact.translation_key, path="url")
    SegmentOverride.objects.create(locale=locales["pl"], context=apart, data_json='"https://pl.example/"')
    contact.phone_fact, contact.url = new, "https://b.example/"
    contact.save()
    polish.refresh_from_db()
    assert (polish.name, polish.phone_fact, polish.url) == ("Urząd", new, "https://a.example/")


def test_a_checked_page_says_that_a_word_it_explains_is_a_draft(page, reviewer, locales, client):
    term = Term.objects.create(key="gp", english="GP", word="GP", explanation="A doctor.", locale=locales["en"])
    publish_again(page, with_text("See a {word:gp}."))
    words = {"Health": "صحت", "See a {word:gp}.": "{word:gp} سے ملیں۔", "GP": "جی پی", "A doctor.": "ڈاکٹر۔"}
    for thing in (page, term):
        target, _new = Translation.objects.get_or_create(
            source=TranslationSource.objects.get(object_id=thing.translation_key), target_locale=locales["ur"]
        )
        translating.filled(target, WORDS | words)
        translation_records.publish(target)
    translation_records.check(record_of(page), reviewer)
    urdu = page.get_translation(locales["ur"])
    assert translation.of(urdu, "ur").shows_drafts
    translation_records.check(record_of(term), reviewer)
    assert not translation.of(urdu, "ur").shows_drafts


def test_a_passage_translated_is_counted_once_the_work_is_done(page, django_capture_on_commit_callbacks):
    translation = translating.submitted(page, "ur")
    with django_capture_on_commit_callbacks(execute=True):
        translating.filled(translation, {"Health": "صحت", "It is free.": "یہ مفت ہے۔"})
    assert record_of(page).words_to_do == 2
    assert record_of(page).percent == 66
    with django_capture_on_commit_callbacks(execute=True):
        StringTranslation.objects.all().delete()
    assert record_of(page).words_to_do == 6
