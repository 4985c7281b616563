from datetime import date, time, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.models import Comment
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object

from campaign import suggesting
from campaign.models import EventPage, EventSuggestion
from home.models import Place

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("events")


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


def suggested(**fields) -> EventSuggestion:
    """One that was sent."""
    words = {"title": "Soup on the stairs", "words": "We cook.\n\nBring a spoon.", "where": "12 Example Road"}
    times = {"first_day": date(2027, 3, 27), "starts": time(18, 30), "ends": time(20)}
    rest = {"kind": "meal", "sender": "resident", "language": "ro", "key": str(EventSuggestion.objects.count())}
    return suggesting.send(EventSuggestion(**words | times | rest | fields), fields.get("suspicions", []), NOW)


def published(suggestion: EventSuggestion, by) -> EventPage:
    page = suggesting.accept(suggestion, by, NOW)
    page.get_latest_revision().publish()
    return page


def test_what_is_accepted_becomes_a_draft_with_everything_in_its_place(admin_user):
    place = Place.objects.create(name="Leyton Library")
    suggestion = suggested(
        place=place,
        repeats="în fiecare marți",
        languages_spoken=["ro", "ur"],
        is_free=False,
        cost="£2",
        access="Step-free",
        organiser="The Cooks",
        organiser_contact="020 0000 0000",
        consent="yes",
    )
    page = EventPage.objects.get(pk=suggesting.accept(suggestion, admin_user, NOW).pk)
    assert (page.live, page.is_sample, page.locale.language_code, page.owner) == (False, False, "en", admin_user)
    assert (page.title, page.slug, page.place, page.kind) == ("Soup on the stairs", "soup-on-the-stairs", place, "meal")
    assert timezone.localtime(page.starts_at).strftime("%d.%m. %H:%M") == "27.03. 18:30"
    assert timezone.localtime(page.ends_at).strftime("%H:%M") == "20:00"
    assert (page.is_free, page.cost, page.access, page.languages_spoken) == (False, "£2", "Step-free", ["ro", "ur"])
    assert page.organiser == "The Cooks, 020 0000 0000"
    assert str(page.body[0].value["text"]).strip() == "<p>We cook.</p><p>Bring a spoon.</p>"
    notes = dict(Comment.objects.filter(page=page).values_list("contentpath", "text"))
    assert notes.keys() == {"title", "starts_at", "place"}
    assert "Romanian" in notes["title"]
    assert "în fiecare marți" in notes["starts_at"]
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.event, suggestion.decided_by, suggestion.decided_at) == (
        "accepted",
        page,
        admin_user,
        NOW,
    )


def test_an_event_without_hours_lasts_all_day(admin_user):
    page = suggesting.accept(suggested(starts=None, ends=None), admin_user, NOW)
    assert page.all_day
    assert timezone.localdate(page.starts_at) == timezone.localdate(page.ends_at) == date(2027, 3, 27)


def test_who_organises_it_is_shown_with_consent_only(admin_user):
    page = suggesting.accept(suggested(organiser="Amina", organiser_contact="020 0000 0000"), admin_user, NOW)
    assert page.organiser == ""


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Suggest", "suggest-2"),
        ("شوربہ", "event"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("a" * 120, "a" * 80),
    ],
)
def test_no_title_spoils_an_address(admin_user, title, slug):
    assert suggesting.accept(suggested(title=title), admin_user, NOW).slug == slug
    assert suggesting.accept(suggested(title=title), admin_user, NOW).slug != slug


def test_words_are_text_and_no_facts_of_the_site(admin_user):
    page = suggesting.accept(suggested(words="<b>Call</b> {fact:emergency-number} {word:gp}"), admin_user, NOW)
    assert str(page.body[0].value["text"]) == "<p>&lt;b&gt;Call&lt;/b&gt; { fact:emergency-number} { word:gp}</p>"


def test_every_question_and_answer_is_kept(admin_user):
    suggestion = suggested()
    suggesting.ask(suggestion, admin_user, "Which floor?", NOW)
    assert (suggestion.state, suggestion.open_question) == ("waiting", "Which floor?")
    suggesting.answer(suggestion, "The third.", NOW)
    suggesting.ask(suggestion, admin_user, "Is there a lift?", NOW)
    suggestion.refresh_from_db()
    assert [(asked["question"], asked.get("answer")) for asked in suggestion.questions] == [
        ("Which floor?", "The third."),
        ("Is there a lift?", None),
    ]


def test_whoever_comes_second_is_told(admin_user):
    first = suggested()
    second = EventSuggestion.objects.get(pk=first.pk)
    suggesting.accept(first, admin_user, NOW)
    with pytest.raises(suggesting.Conflict):
        suggesting.accept(second, admin_user, NOW)
    with pytest.raises(suggesting.Conflict):
        suggesting.decline(second, admin_user, "other", NOW)
    with pytest.raises(suggesting.Conflict):
        suggesting.answer(second, "Late", NOW)
    assert EventPage.objects.count() == 1


def test_what_was_declined_can_still_be_accepted_and_what_was_taken_back_cannot(admin_user):
    suggestion = suggested()
    suggesting.decline(suggestion, admin_user, "same", NOW, suggested(title="Another"))
    suggesting.accept(suggestion, admin_user, NOW)
    suggesting.withdraw(suggestion, NOW)
    with pytest.raises(suggesting.Conflict):
        suggesting.accept(suggestion, admin_user, NOW)


def test_without_a_list_of_events_nothing_is_accepted(events, admin_user):
    suggestion = suggested()
    events.delete()
    with pytest.raises(suggesting.Conflict):
        suggesting.accept(suggestion, admin_user, NOW)


def test_taking_it_back_erases_everything_and_the_draft(admin_user):
    suggestion = suggested(name="Amina", email="amina@example.com", organiser="Amina", consent="yes")
    page = suggesting.accept(suggestion, admin_user, NOW)
    suggesting.withdraw(suggestion, NOW)
    suggestion.refresh_from_db()
    assert not EventPage.objects.filter(pk=page.pk).exists()
    kept = {name: getattr(suggestion, name) for name in suggesting.PERSONAL}
    assert not any(kept.values()), kept
    assert (suggestion.state, suggestion.withdrawn_at, suggestion.consent) == ("withdrawn", NOW, "yes")
    assert suggestion not in EventSuggestion.objects.open()


def test_a_public_event_stays_without_its_organiser_until_an_editor_decides(admin_user, locales, mailoutbox, on_commit):
    suggestion = suggested(repeats="marți", organiser="Amina", organiser_contact="020 0000 0000", consent="yes")
    page = published(suggestion, admin_user)
    translate_object(page, [locales["ro"]])
    segment = StringSegment.objects.get(context__path="organiser", source__object_id=page.translation_key)
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=locales["ro"], data="Amina, la telefon"
    )
    source = TranslationSource.objects.get(object_id=page.translation_key)
    with on_commit():
        source.translations.get().save_target(publish=True)
    with on_commit():
        suggesting.withdraw(suggestion, NOW)
    pages = EventPage.objects.filter(translation_key=page.translation_key)
    assert [(shown.organiser, shown.live) for shown in pages] == [("", True), ("", True)]
    for shown in pages:
        assert not any("Amina" in str(revision.content) for revision in shown.revisions.all())
    source.refresh_from_db()
    assert "Amina" not in source.content_json
    assert not StringTranslation.objects.filter(context__path="organiser").exists()
    assert not Comment.objects.exists()
    assert [mail.to for mail in mailoutbox] == [[admin_user.email]]
    assert "Amina" not in mailoutbox[0].body
    assert suggestion in EventSuggestion.objects.open()
    suggesting.settle(suggestion, admin_user, NOW)
    assert suggestion not in EventSuggestion.objects.open()


@pytest.mark.parametrize(("suspicions", "letters"), [([], 1), (["quick"], 0)])
def test_a_robot_has_nobody_written_to(mailoutbox, on_commit, suspicions, letters):
    with on_commit():
        suggested(email="amina@example.com", suspicions=suspicions)
    assert len(mailoutbox) == letters


def test_each_decision_is_written_of_in_the_senders_language(admin_user, mailoutbox, on_commit):
    with on_commit():
        suggestion = suggested(email="amina@example.com")
        suggesting.ask(suggestion, admin_user, "Which floor?", NOW)
        suggesting.answer(suggestion, "The third", NOW)
        suggesting.decline(suggestion, admin_user, "elsewhere", NOW)
    assert [mail.to for mail in mailoutbox] == [["amina@example.com"]] * 3
    for mail in mailoutbox:
        assert mail.extra_headers["Content-Language"] == "ro"
        assert "/ro/events/suggestions/" in mail.body
    with translation.override("ro"):
        assert str(suggesting.TOLD["elsewhere"]) in mailoutbox[-1].body


def test_what_its_time_is_over_for_is_erased(admin_user, capsys):
    def sent(days: int, state: str, **fields) -> int:
        key = suggested(name="Amina", email="a@example.com").pk
        then = NOW - timedelta(days=days)
        moments = dict.fromkeys(("sent_at", "asked_at", "decided_at", "withdrawn_at"), then)
        EventSuggestion.objects.filter(pk=key).update(state=state, **moments | fields)
        return key

    page = suggesting.accept(suggested(), admin_user, NOW)
    kept = [
        sent(300, "received"),
        sent(80, "waiting"),
        sent(80, "declined"),
        sent(80, "withdrawn"),
        sent(300, "accepted"),
    ]
    asks_an_editor = sent(100, "withdrawn", event=None)
    EventSuggestion.objects.exclude(event=None).update(event=None)
    EventSuggestion.objects.filter(pk=asks_an_editor).update(event=page)
    for days, state in [(400, "received"), (100, "waiting"), (100, "declined"), (100, "withdrawn"), (1900, "accepted")]:
        sent(days, state)
    quiet = sent(400, "accepted")
    call_command("forget_campaign")
    said = capsys.readouterr().out
    assert "suggestions undecided: 1, suggestions unanswered: 1, suggestions declined: 1" in said
    left = {row.pk: (row.name, row.email) for row in EventSuggestion.objects.exclude(state="accepted", decided_at=NOW)}
    assert left == dict.fromkeys((*kept, asks_an_editor), ("Amina", "a@example.com")) | {quiet: ("", "")}
