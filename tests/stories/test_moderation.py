from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import String, TranslationSource
from wagtail_localize.operations import translate_object

from home import photos
from home.models import Picture
from stories import links, moderation
from stories.models import ConsentRecord, StoryIndexPage, StoryPage, Submission, SubmissionEvent, SubmissionState
from stories.moderation import ALLOWED, Conflict
from tests.stories.conftest import TEXT, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_index_once")]
NOW = timezone.now()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


def published(submission, moderator):
    descriptions = {photo.pk: "A pot of soup" for photo in submission.photos.all()}
    story = moderation.make_draft(submission, moderator, descriptions)
    story.get_latest_revision().publish()
    submission.refresh_from_db()
    return StoryPage.objects.get(pk=story.pk)


def test_every_state_has_its_next_states():
    assert set(ALLOWED) == set(SubmissionState)
    assert SubmissionState.values == [
        "unfinished",
        "received",
        "waiting",
        "safeguarding",
        "accepted",
        "published",
        "declined",
        "withdrawn",
    ]


def test_only_an_accepted_submission_can_be_published():
    assert [state for state in ALLOWED if SubmissionState.PUBLISHED in ALLOWED[state]] == ["accepted"]


def test_every_state_but_the_first_and_last_can_be_withdrawn():
    cannot = {state for state in ALLOWED if SubmissionState.WITHDRAWN not in ALLOWED[state]}
    assert cannot == {"unfinished", "withdrawn"}


def test_a_received_submission_has_a_reference_a_date_and_a_history(send):
    submission = send()
    assert submission.state == "received"
    assert len(submission.reference) == 8
    assert submission.sent_at
    assert [(event.from_state, event.to_state) for event in submission.events.all()] == [("unfinished", "received")]


def test_sending_twice_makes_one_story(unfinished):
    submission = unfinished()
    other_tab = Submission.objects.get(pk=submission.pk)
    assert moderation.send(submission, NOW)
    assert not moderation.send(other_tab, NOW)
    assert (submission.events.count(), submission.consents.count()) == (1, 3)


def test_a_reply_is_promised_within_five_working_days(unfinished):
    submission = unfinished()
    moderation.send(submission, datetime(2026, 12, 23, 23, 30, tzinfo=UTC))
    assert submission.reply_due == date(2027, 1, 4)  # Christmas, its substitute day, a weekend and New Year between


def test_what_was_not_asked_is_not_recorded(unfinished):
    submission = unfinished(name_shown="none", email="")
    moderation.send(submission, NOW)
    assert [consent.what for consent in submission.consents.all()] == ["publish_story"]
    assert submission.name == ""


def test_the_suspected_wait_in_a_pile_of_their_own_and_get_no_mail(unfinished, mailoutbox, on_commit):
    with on_commit():
        submission = unfinished()
        moderation.send(submission, NOW, ["links"])
    assert (submission.is_suspect, submission.state) == (True, "received")
    assert not mailoutbox


def test_a_question_waits_for_its_answer(send, moderator, mailoutbox, on_commit):
    submission = send()
    with on_commit():
        question = moderation.ask(submission, moderator, "Who is in the photo?", NOW)
    assert submission.state == "waiting"
    assert mailoutbox[-1].to == ["amina@example.com"]
    moderation.answer(question, "My aunt.", NOW)
    submission.refresh_from_db()
    assert submission.state == "received"
    assert submission.questions.get().answer == "My aunt."
    with pytest.raises(Conflict):
        moderation.answer(question, "My uncle.", NOW)


def test_edited_words_wait_for_their_author(send, moderator):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    story.body = [("text", {"heading": "", "text": "Other words"})]
    revision = story.save_revision(user=moderator)
    assert moderation.obstacles(submission, story, moderator)
    revision.publish()
    assert not StoryPage.objects.get(pk=story.pk).live
    submission.refresh_from_db()
    proof = moderation.send_proof(submission, moderator, "", NOW)
    moderation.agree(proof, NOW)
    submission.refresh_from_db()
    story.get_latest_revision().publish()
    assert StoryPage.objects.get(pk=story.pk).live


def test_a_proof_that_has_changed_since_cannot_be_agreed_to(send, moderator):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    proof = moderation.send_proof(submission, moderator, "", NOW)
    story.body = [("text", {"heading": "", "text": "Other words"})]
    story.save_revision(user=moderator)
    with pytest.raises(Conflict):
        moderation.agree(proof, NOW)


def test_a_headline_is_the_councils_and_a_stored_body_says_the_same_as_an_edited_one(send, moderator):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    story.title = "Soup in Leyton"
    story.body[0].value["text"].source = story.body[0].value["text"].source.replace("<p>", '<p data-block-key="a1">')
    assert moderation.obstacles(submission, story, moderator) == []


@pytest.mark.parametrize("told", [{"sensitive": ["immigration"]}, {"has_children": True}])
def test_what_is_sensitive_needs_a_second_person(send, moderator, make_user, told):
    submission = send(**told)
    story = moderation.make_draft(submission, moderator)
    if submission.has_children:
        moderation.confirm_children(submission, moderator)
    moderation.approve(submission, moderator)
    assert len(moderation.obstacles(submission, story, moderator)) == 1
    assert moderation.obstacles(submission, story, make_user("second")) == []


def test_a_safeguarding_concern_takes_the_story_down_and_tells_the_leads(send, moderator, lead, mailoutbox, on_commit):
    submission = send()
    published(submission, moderator)
    with on_commit():
        moderation.flag_safeguarding(Submission.objects.get(pk=submission.pk), moderator, "He says he is hit.")
    submission.refresh_from_db()
    assert submission.state == "safeguarding"
    assert not StoryPage.objects.exists()
    assert mailoutbox[-1].to == ["lead@example.com"]
    assert "hit" not in mailoutbox[-1].body
    moderation.release(submission, lead, "Talked to.")
    assert (submission.state, submission.story) == ("received", None)


def test_declining_says_why_in_the_residents_language(send, moderator, mailoutbox, on_commit):
    with on_commit():
        moderation.decline(send(interface_language="pl"), moderator, "advertising")
    assert mailoutbox[-1].extra_headers["Content-Language"] == "pl"


def test_a_renewed_link_makes_the_old_one_worthless(send):
    submission = send()
    old = links.token_of(submission)
    moderation.renew_link(submission)
    assert links.submission_of(old) is None
    assert links.submission_of(links.token_of(Submission.objects.get(pk=submission.pk)))


def test_consents_and_history_cannot_be_changed(send):
    submission = send()
    for record in (submission.consents.first(), submission.events.first()):
        with pytest.raises(TypeError):
            record.save()
        with pytest.raises(TypeError):
            record.delete()
    for records in (submission.consents.all(), submission.events.all()):
        with pytest.raises(TypeError):
            records.update(pk=7)
        with pytest.raises(TypeError):
            records.delete()


def test_a_draft_holds_what_was_sent(send, moderator):
    story = moderation.make_draft(send(written_in="pl"), moderator)
    assert not story.live
    assert story.owner == moderator
    assert story.locale.language_code == "en"
    assert story.written_in == "pl"
    assert story.credit == "Amina"
    assert story.title == "We came to Leyton in March. It rained. Then the neighbour…"
    assert [block.value["text"].source for block in story.body] == [
        "<p>We came to Leyton in March.</p><p>It rained.</p>",
        "<p>Then the neighbour knocked, with soup.</p>",
    ]
    assert story.get_latest_revision().user == moderator


@pytest.mark.parametrize(("shown", "credit"), [("full", "Amina Khan"), ("first", "Amina"), ("none", "A resident")])
def test_the_credit_is_what_the_resident_chose(send, moderator, shown, credit):
    assert moderation.make_draft(send(name_shown=shown), moderator).credit == credit


def test_a_language_the_site_does_not_have_is_no_obstacle(send, moderator):
    assert moderation.make_draft(send(written_in="other"), moderator).written_in == ""


def test_hostile_words_are_only_words(send, moderator):
    text = '<script>alert(1)</script> {fact:no-such-fact} "quoted" & more'
    story = moderation.make_draft(send(text=text, name="{fact:x}"), moderator)
    story.full_clean()
    assert "<script>" not in story.body[0].value["text"].source
    assert "&lt;script&gt;" in story.body[0].value["text"].source
    assert story.title.startswith("<script>alert(1)</script>")


@pytest.mark.parametrize("text", ["Share", "شكرا", "🍲🍲", "Soup"])
def test_the_address_is_free_and_can_be_said_aloud(send, moderator, text):
    slugs = [moderation.make_draft(send(text=text), moderator).slug for key in "ab"]
    assert len(set(slugs)) == 2
    assert all(slug.isascii() for slug in slugs)
    assert not {"share", "sent", "feed"} & set(slugs)


def test_no_metadata_is_left_in_the_picture_or_its_sizes(send, moderator):
    story = moderation.make_draft(send(photo=photos.cleaned(jpeg(gps=True))), moderator)
    rendition = story.picture.get_rendition("max-100x100")
    for file in (story.picture.file, rendition.file):
        image = Image.open(file.storage.open(file.name))
        assert not image.getexif()
        assert not image.getexif().get_ifd(0x8825)


def test_a_photo_is_described_before_readers_see_it(send, moderator):
    submission = send(photo=jpeg())
    photo = submission.photos.get()
    story = moderation.make_draft(submission, moderator, {photo.pk: "Two people with a pot"})
    assert story.picture.description == "Two people with a pot"


def test_two_moderators_cannot_decide_at_once(send, moderator, make_user):
    submission = send()
    one, other = (Submission.objects.get(pk=submission.pk) for _copy in range(2))
    moderation.make_draft(one, moderator)
    with pytest.raises(Conflict):
        moderation.decline(other, make_user("colleague"), "other")
    with pytest.raises(Conflict):
        moderation.make_draft(other, make_user("third"))
    assert StoryPage.objects.count() == 1


def test_publishing_names_the_moderator(send, moderator, django_capture_on_commit_callbacks):
    submission = send()
    published(submission, moderator)
    assert submission.state == "published"
    assert submission.events.last().by == moderator


def test_nothing_is_published_without_a_named_user(send, moderator):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    story.save_revision(user=None).publish()
    submission.refresh_from_db()
    story.refresh_from_db()
    assert submission.state == "accepted"
    assert not story.live
    assert "Nobody" in submission.events.last().note


def test_publishing_again_moves_nothing(send, moderator):
    submission = send()
    story = published(submission, moderator)
    story.save_revision(user=moderator).publish()
    assert submission.events.filter(to_state="published").count() == 1


def test_a_story_taken_down_is_accepted_again(send, moderator):
    submission = send()
    published(submission, moderator).unpublish()
    submission.refresh_from_db()
    assert submission.state == "accepted"


def test_a_deleted_page_sends_the_submission_back(send, moderator):
    submission = send()
    published(submission, moderator).delete()
    submission.refresh_from_db()
    assert (submission.state, submission.story) == ("received", None)
    assert moderation.make_draft(submission, moderator).pk


def test_declining_removes_the_draft_and_keeps_the_words(send, moderator, public_files):
    submission = send(photo=jpeg())
    moderation.make_draft(submission, moderator)
    moderation.decline(submission, moderator, "advertising")
    submission.refresh_from_db()
    assert (submission.state, submission.text) == ("declined", TEXT)
    assert not StoryPage.objects.exists()
    assert not Picture.objects.exists()
    assert submission.photos.count() == 1


def test_withdrawing_takes_everything_down(
    send, moderator, django_capture_on_commit_callbacks, private_files, public_files
):
    story_index = StoryIndexPage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        submission = send(photo=jpeg(), agreed_to=["publish_story", "publish_name", "photo"])
        story = published(submission, moderator)
        story.picture.get_rendition("max-100x100")
        for page in (story_index.get_parent(), story_index, story):
            translate_object(page.specific, [Locale.objects.get(language_code="pl")])
        key = story.translation_key
    assert Page.objects.filter(translation_key=key).count() == 2
    assert String.objects.filter(data__contains="soup").exists()
    assert private_files()
    assert public_files()

    with django_capture_on_commit_callbacks(execute=True):
        moderation.withdraw(submission)
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert (submission.text, submission.name, submission.email) == ("", "", "")
    assert submission.reference
    assert submission.consents.count() == 3
    assert not Page.objects.filter(translation_key=key).exists()
    assert not Picture.objects.exists()
    assert not private_files()
    assert not public_files()
    assert not TranslationSource.objects.filter(object_id=key).exists()
    assert not String.objects.filter(data__contains="soup").exists()
    assert not PageLogEntry.objects.filter(label__contains="Leyton").exists()


def test_withdrawing_needs_no_page(send):
    submission = send()
    moderation.withdraw(submission)
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert ConsentRecord.objects.count() == 3
    assert SubmissionEvent.objects.last().by is None


def test_withdrawing_wins_over_a_moderator(send, moderator):
    submission = send()
    old_copy = Submission.objects.get(pk=submission.pk)
    moderation.make_draft(submission, moderator)
    moderation.withdraw(old_copy)
    assert not StoryPage.objects.exists()
    with pytest.raises(Conflict):
        moderation.withdraw(old_copy)


def test_what_was_withdrawn_can_be_sent_again(send):
    moderation.withdraw(send())
    assert send().state == "received"
