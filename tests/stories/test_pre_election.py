"""Duty P15: before an election no story is published, and what had a date waits."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from stories import moderation, publishing
from stories.models import PreElectionPeriod, StoryIndexPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_index_once")]
DAY = timedelta(days=1)


@pytest.fixture
def news(db) -> StoryPage:
    """News of the borough: a story no resident sent, not published yet."""
    story_index, today = StoryIndexPage.objects.get(), timezone.localdate()
    story = story_index.add_child(instance=StoryPage(title="News", slug="news", published_on=today, live=False))
    story.save_revision()
    return story


@pytest.fixture
def frozen(db) -> PreElectionPeriod:
    today = timezone.localdate()
    return PreElectionPeriod.objects.create(begins=today - DAY, ends=today + 10 * DAY)


def is_live(story: StoryPage) -> bool:
    return StoryPage.objects.get(pk=story.pk).live


def schedule(story: StoryPage, when: datetime) -> None:
    story.go_live_at = when
    story.save_revision().publish()


def approved_for(story: StoryPage) -> datetime:
    return StoryPage.objects.get(pk=story.pk).get_latest_revision().approved_go_live_at


@pytest.mark.parametrize(("day", "stands"), [(-1, False), (0, True), (5, True), (10, True), (11, False)])
def test_p15_both_its_days_belong_to_a_period(db, day, stands):
    first = date(2027, 3, 25)
    PreElectionPeriod.objects.create(begins=first, ends=first + 10 * DAY)
    assert bool(PreElectionPeriod.objects.on(first + day * DAY)) is stands


def test_p15_whoever_publishes_is_told_why_not(send, moderator, frozen):
    story = moderation.make_draft(send(), moderator)
    (reason,) = publishing.obstacles(story, moderator, timezone.now())
    assert "Before an election no story is published." in reason
    story.go_live_at = timezone.now() + 12 * DAY
    assert publishing.obstacles(story, moderator, timezone.now()) == []


def test_p15_no_way_round_publishes_a_new_story(news, frozen):
    news.get_latest_revision().publish()
    assert not is_live(news)


def test_p15_a_correction_does_not_take_down_what_was_public_before(news):
    news.get_latest_revision().publish()
    today = timezone.localdate()
    PreElectionPeriod.objects.create(begins=today, ends=today)
    StoryPage.objects.get(pk=news.pk).save_revision().publish()
    assert is_live(news)


def test_p15_what_had_a_date_in_between_waits_until_after_it(news, moderator):
    tomorrow = timezone.now() + DAY
    schedule(news, tomorrow)
    period = PreElectionPeriod.objects.create(begins=tomorrow.date(), ends=tomorrow.date() + 7 * DAY)
    assert timezone.localdate(approved_for(news)) == period.ends + DAY
    call_command("publish_scheduled")
    assert not is_live(news)


@pytest.mark.parametrize(("begins", "ends"), [(-5, -1), (1, 5)])
def test_p15_what_had_a_date_before_or_after_keeps_it(news, begins, ends):
    when = timezone.now() + 10 * DAY
    schedule(news, when)
    day = timezone.localdate(when)
    PreElectionPeriod.objects.create(begins=day + begins * DAY, ends=day + ends * DAY)
    assert approved_for(news) == when


def test_p15_an_editor_sets_it_in_one_step(client, make_user):
    names = [f"stories.{verb}_preelectionperiod" for verb in ("add", "change", "delete", "view")]
    client.force_login(make_user("editor", *names))
    add = reverse("pre_election:add")
    assert client.post(add, {"begins": "2027-03-25", "ends": "2027-03-20"}).status_code == 200
    assert not PreElectionPeriod.objects.exists()
    client.post(add, {"begins": "2027-03-25", "ends": "2027-05-06"})
    assert PreElectionPeriod.objects.get().ends == date(2027, 5, 6)


def test_p15_a_moderator_does_not_set_it(client, moderator):
    client.force_login(moderator)
    assert client.get(reverse("pre_election:add")).status_code == 302
