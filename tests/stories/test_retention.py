"""What is kept, for how long, and what the daily run does about it (duty P10)."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stories import erasing, limits, links, moderation, retention
from stories.models import RetentionRun, StoryPage, Submission, SubmissionEvent, SubmissionState
from stories.retention import Standing, Step, due
from tests.stories.conftest import jpeg

NOW = datetime(2032, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ROOT = Path(__file__).resolve().parents[2]


def ago(**period) -> datetime:
    return NOW - timedelta(**period)


PUBLISHED = {"state": "published", "started_at": NOW}


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        ({"state": "unfinished", "started_at": ago(hours=24)}, Step.UNFINISHED),
        ({"state": "unfinished", "started_at": ago(hours=23)}, None),
        ({"state": "received", "started_at": NOW, "is_suspect": True, "sent_at": ago(days=90)}, Step.SUSPECTED),
        ({"state": "received", "started_at": NOW, "sent_at": ago(days=4000)}, None),
        ({"state": "waiting", "started_at": NOW, "asked_at": ago(days=90)}, Step.UNANSWERED),
        ({"state": "waiting", "started_at": NOW, "asked_at": ago(days=89)}, None),
        ({"state": "accepted", "started_at": NOW, "asked_at": ago(days=90)}, Step.UNANSWERED),
        ({"state": "accepted", "started_at": NOW}, None),
        ({"state": "safeguarding", "started_at": ago(days=4000), "asked_at": ago(days=4000)}, None),
        ({"state": "declined", "started_at": NOW, "closed_at": ago(days=90), "has_words": True}, Step.DECLINED),
        ({"state": "declined", "started_at": NOW, "closed_at": ago(days=90)}, None),
        ({"state": "declined", "started_at": NOW, "closed_at": ago(days=2192), "has_words": True}, Step.RECORD),
        ({"state": "withdrawn", "started_at": NOW, "closed_at": ago(days=2192)}, Step.RECORD),
        ({"state": "withdrawn", "started_at": NOW, "closed_at": ago(days=2190)}, None),
        (PUBLISHED | {"published_at": ago(days=365), "closed_at": ago(days=365), "has_contact": True}, Step.CONTACT),
        (PUBLISHED | {"published_at": ago(days=365), "closed_at": ago(days=365)}, None),
        (PUBLISHED | {"published_at": ago(days=1740), "closed_at": ago(days=1740)}, Step.ASK_AGAIN),
        (PUBLISHED | {"published_at": ago(days=1740), "asked_again_at": ago(days=1)}, None),
        (PUBLISHED | {"published_at": ago(days=1827), "asked_again_at": ago(days=87)}, Step.OVER),
        (PUBLISHED | {"published_at": ago(days=1827), "agreed_again_at": ago(days=87)}, None),
    ],
)
def test_p10_each_period_is_the_one_in_the_settings(standing, step):
    assert due(Standing(**standing), NOW) == step


DATES = st.none() | st.integers(0, 4000).map(lambda days: ago(days=days))


@given(
    st.builds(
        Standing,
        state=st.sampled_from(SubmissionState.values),
        started_at=DATES.filter(bool),
        is_suspect=st.booleans(),
        sent_at=DATES,
        closed_at=DATES,
        asked_at=DATES,
        published_at=DATES,
        asked_again_at=DATES,
        agreed_again_at=DATES,
        has_words=st.booleans(),
        has_contact=st.booleans(),
    )
)
def test_a_concern_and_what_staff_have_not_read_are_never_erased_and_each_step_fits_its_state(standing):
    step = due(standing, NOW)
    fits = {
        Step.UNFINISHED: {"unfinished"},
        Step.SUSPECTED: {"received"},
        Step.UNANSWERED: {"waiting", "accepted"},
        Step.DECLINED: {"declined"},
        Step.RECORD: {"declined", "withdrawn"},
        Step.CONTACT: {"published"},
        Step.ASK_AGAIN: {"published"},
        Step.OVER: {"published"},
        None: set(SubmissionState.values),
    }
    assert standing.state in fits[step]
    assert step != Step.SUSPECTED or standing.is_suspect


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, story_index):
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def published(send, moderator, story_index):
    def published(**fields) -> Submission:
        submission = send(photo=jpeg(), **fields)
        descriptions = {photo.pk: "Soup" for photo in submission.photos.all()}
        moderation.make_draft(submission, moderator, descriptions).get_latest_revision().publish()
        submission.refresh_from_db()
        return submission

    return published


def test_unfinished_and_suspected_ones_go_wholly(unfinished, send, on_commit, private_files):
    unfinished(photo=jpeg())
    Submission.objects.filter(pk=send(photo=jpeg()).pk).update(is_suspect=True)
    with on_commit():
        run = erasing.erase(timezone.now() + 91 * DAY)
    assert run.erased == {"unfinished": 1, "suspected": 1}
    assert not Submission.objects.exists()
    assert not private_files()


def test_an_author_who_does_not_answer_is_told(send, moderator, on_commit):
    submission = send()
    moderation.ask(submission, moderator, "Who?", timezone.now())
    with on_commit():
        erasing.erase(timezone.now() + 91 * DAY)
    submission.refresh_from_db()
    assert (submission.state, submission.decline_reason) == ("declined", "unanswered")
    assert mail.outbox[-1].to == ["amina@example.com"]
    assert submission.events.last().by is None


def test_of_a_declined_one_the_record_stays_and_then_goes(send, moderator, on_commit, private_files, client):
    submission = send(photo=jpeg())
    moderation.decline(submission, moderator, "advertising")
    with on_commit():
        erasing.erase(timezone.now() + 91 * DAY)
    submission.refresh_from_db()
    assert (submission.state, submission.text, submission.email, submission.name) == ("declined", "", "", "")
    assert submission.decline_reason == "advertising"
    assert submission.consents.exists()
    assert not private_files()
    assert client.get(f"/en/stories/sent/{links.token_of(submission)}/").status_code == 200
    assert erasing.erase(timezone.now() + 92 * DAY).erased == {}
    erasing.erase(timezone.now() + 2193 * DAY)
    assert not Submission.objects.exists()
    assert not SubmissionEvent.objects.exists()


def test_contact_details_go_a_year_after_publishing_and_the_story_stays(published, on_commit):
    submission = published(name="Amina Khan", guardian_name="Her mother")
    with on_commit():
        erasing.erase(timezone.now() + 366 * DAY)
    submission.refresh_from_db()
    assert (submission.email, submission.guardian_name, submission.name) == ("", "", "Amina")
    assert StoryPage.objects.get().live
    assert erasing.erase(timezone.now() + 367 * DAY).erased == {}


def test_the_author_of_an_old_story_is_asked_again_and_may_keep_it(published, on_commit, client, settings):
    submission = published()
    later = timezone.now() + 1740 * DAY
    with on_commit():
        assert erasing.erase(later).erased == {"ask_again": 1}
    assert "May it stay?" in mail.outbox[-1].body
    private_page = f"/en/stories/sent/{links.token_of(submission)}/"
    assert "May your story stay?" in client.get(private_page).text
    for _click in range(2):
        assert client.post(private_page, {"action": "keep"}).status_code == 303
    assert "May your story stay?" not in client.get(private_page).text
    Submission.objects.update(agreed_again_at=later)
    erasing.erase(later + 89 * DAY)
    assert StoryPage.objects.get().live


def test_an_old_story_nobody_agreed_to_again_is_taken_down(published, on_commit, client, public_files, private_files):
    submission = published()
    with on_commit():
        erasing.erase(timezone.now() + 1827 * DAY)
    assert not StoryPage.objects.exists()
    assert not public_files()
    assert not private_files()
    page = client.get(f"/en/stories/sent/{links.token_of(submission)}/").text
    assert "The time for which your story was published is over." in page
    assert "You have withdrawn" not in page


def test_a_dry_run_lists_what_would_go_and_why_and_changes_nothing(send, unfinished, private_files):
    old = unfinished()
    Submission.objects.filter(pk=old.pk).update(started_at=timezone.now() - 2 * DAY)
    send()
    output = StringIO()
    call_command("retention", stdout=output)
    assert f"{old.reference}  Erased: begun and never sent" in output.getvalue()
    assert "Due: 1; stray files: 0. Nothing was changed" in output.getvalue()
    assert Submission.objects.count() == 2
    assert not RetentionRun.objects.exists()
    call_command("retention", "--erase", stdout=output)
    assert Submission.objects.count() == 1
    assert RetentionRun.objects.get().erased == {"unfinished": 1}


def test_what_goes_wrong_with_one_stops_no_other_and_is_said(unfinished, monkeypatch):
    for _one in range(2):
        unfinished()
    Submission.objects.update(started_at=timezone.now() - 2 * DAY)
    broken = Submission.objects.earliest("pk")
    forget = moderation.forget_unfinished

    def fails_once(submission):
        if submission == broken:
            raise OSError("amina@example.com: the disk is gone")
        forget(submission)

    monkeypatch.setattr(moderation, "forget_unfinished", fails_once)
    with pytest.raises(CommandError):
        call_command("retention", "--erase", stdout=StringIO())
    run = RetentionRun.objects.get()
    assert run.erased == {"unfinished": 1}
    assert run.error == f"{broken.reference}: OSError"


def test_what_was_sent_meanwhile_is_not_erased(unfinished):
    submission = unfinished()
    stale = Submission.objects.get(pk=submission.pk)
    moderation.send(submission, timezone.now())
    with pytest.raises(moderation.Conflict):
        moderation.forget_unfinished(stale)
    with pytest.raises(moderation.Conflict):
        moderation.forget_record(stale)
    assert Submission.objects.get().state == "received"


def test_files_that_belong_to_no_row_are_swept_after_a_day(send, moderator, story_index, private_files):
    submission = send(photo=jpeg())
    moderation.make_draft(submission, moderator).picture.get_rendition("max-100x100")
    kept = set(private_files())
    assert len(kept) == 3
    for name in ("photos/stray.jpg", "photos/new.jpg", "images/unpublished-stray.webp"):
        storages["private"].save(name, ContentFile(b"left over"))
    yesterday = (timezone.now() - 2 * DAY).timestamp()
    for path in private_files():
        if path.name != "new.jpg":
            os.utime(path, (yesterday, yesterday))
    assert erasing.erase(timezone.now()).files == 2
    assert {path.name for path in private_files()} == {*(path.name for path in kept), "new.jpg"}


@pytest.mark.parametrize(("hours", "said"), [(1, "The last run was"), (49, "Overdue"), (None, "It has never run")])
def test_the_admin_sees_whether_it_beats(client, moderator, hours, said):
    if hours:
        then = timezone.now() - timedelta(hours=hours)
        RetentionRun.objects.create(started_at=then, finished_at=then, erased={"declined": 3})
    client.force_login(moderator)
    page = client.get(reverse("retention_report"))
    assert page.status_code == 200
    assert said in page.text
    assert not hours or "the time to object is over: 3" in page.text


def test_only_moderators_see_it(client, make_user):
    client.force_login(make_user("translator"))
    assert client.get(reverse("retention_report")).status_code in {302, 403}
    assert client.post(reverse("retention_agreed_again", args=[1])).status_code in {302, 403}


def test_editors_see_an_old_story_coming_and_can_say_that_its_author_agreed(client, published, moderator, monkeypatch):
    then = timezone.now() - 1750 * DAY
    with monkeypatch.context() as long_ago:
        long_ago.setattr(timezone, "now", lambda: then)
        submission = published()
    Submission.objects.update(closed_at=then, email="")
    client.force_login(moderator)
    page = client.get(reverse("retention_report")).text
    assert "cannot be reached by us" in page
    assert client.post(reverse("retention_agreed_again", args=[submission.pk])).status_code == 303
    submission.refresh_from_db()
    assert submission.events.last().by == moderator
    assert retention.ends_at(erasing.standing_of(erasing._with_dates(Submission.objects.all()).get())) > timezone.now()


def test_a_residents_story_cannot_be_copied(client, published, admin_user):
    client.force_login(admin_user)
    story = published().story
    address = reverse("wagtailadmin_pages:copy", args=[story.pk])
    assert client.get(address).status_code == 302
    assert client.post(address, {"new_title": "Copy", "new_slug": "copy", "new_parent_page": 1}).status_code == 302
    assert StoryPage.objects.count() == 1


def test_p10_the_privacy_notice_says_the_periods_of_the_settings():
    notice = (ROOT / "home/sample/statements/privacy.toml").read_text()
    for words in (
        f"a story you began and did not send: {limits.UNFINISHED_HOURS} hours",
        f"a story we did not publish: {limits.DECLINED_DAYS} days",
        f"a question of ours that you do not answer: after {limits.UNANSWERED_DAYS} days",
        f"your contact details: {limits.CONTACT_DAYS} days after your story was published",
        f"a published story: {limits.PUBLISHED_YEARS} years",
        f"a story you withdrew, or we did not publish: {limits.RECORD_YEARS} years",
    ):
        assert words in notice
