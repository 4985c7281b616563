from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import Area
from stories import links, moderation
from stories.models import StoryIndexPage, StoryPage, Submission, SubmissionPhoto
from tests.stories.conftest import TEXT, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_index_once")]
NOW = timezone.now()
QUEUE = "submissions:index"


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


def page_of(submission) -> str:
    return reverse("submissions:inspect", args=[submission.pk])


def is_missing(client, address: str) -> bool:
    return client.get(address, follow=True).status_code == 404


def act(client, submission, action: str, **fields):
    """Presses a button of the submission's page as it stands now."""
    fields.setdefault("version", Submission.objects.get(pk=submission.pk).version)
    return client.post(page_of(submission), {"action": action, **fields})


def listed(client, **query) -> list[str]:
    return [submission.reference for submission in client.get(reverse(QUEUE), query).context["object_list"]]


def let_late(submission, days: int = 9) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(
        sent_at=NOW - timedelta(days=days), reply_due=timezone.localdate() - timedelta(days=days - 7)
    )
    return submission


# The queue


def test_what_waits_longest_is_on_top_and_overdue_is_said_in_words(admin, send, moderator):
    asked, new, late, later = send(), send(), let_late(send()), let_late(send(), days=12)
    moderation.ask(asked, moderator, "Who?", NOW)
    assert listed(admin) == [each.reference for each in (later, late, new, asked)]
    page = admin.get(reverse(QUEUE)).text
    assert page.count("Overdue since") == 2
    assert "3 stories wait for a reply" in page
    assert "2 are overdue" in page
    assert TEXT[:20] in page


def test_unfinished_ones_are_never_shown(admin, unfinished):
    submission = unfinished()
    assert listed(admin) == []
    assert is_missing(admin, page_of(submission))
    assert admin.get(reverse(QUEUE), {"state": "unfinished"}).text.count(submission.reference) == 0


def test_the_suspected_are_a_pile_of_their_own_with_a_count(admin, send, unfinished):
    sent = send()
    suspected = unfinished()
    moderation.send(suspected, NOW, ["links"])
    assert listed(admin) == [sent.reference]
    assert "1 is perhaps from a robot" in admin.get(reverse(QUEUE)).text
    assert listed(admin, suspected="only") == [suspected.reference]
    assert set(listed(admin, suspected="too")) == {sent.reference, suspected.reference}


def test_a_concern_is_seen_and_counted_by_leads_only(client, send, moderator, lead):
    submission = send()
    moderation.flag_safeguarding(submission, moderator, "He says he is hit.")
    client.force_login(moderator)
    for query in ({}, {"state": "safeguarding"}, {"q": submission.reference}, {"suspected": "too"}):
        page = client.get(reverse(QUEUE), query).text
        assert submission.reference not in page.replace(f'value="{submission.reference}"', "")
        assert "safeguarding concern" not in page.lower()
    assert "0 stories wait" in client.get(reverse("wagtailadmin_home")).text
    client.force_login(lead)
    assert listed(client) == [submission.reference]
    assert "1 safeguarding concern" in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "declined"}, "declined"),
        ({"written_in": "ur"}, "urdu"),
        ({"network": "leyton"}, "near"),
        ({"age": "overdue"}, "late"),
        ({"age": "before_week"}, "late"),
        ({"q": "zebra"}, "urdu"),
    ],
)
def test_the_queue_is_narrowed(admin, send, moderator, query, found):
    leyton = Area.objects.create(name="Leyton", slug="leyton")
    part = Area.objects.create(name="Lea Bridge", slug="lea-bridge", parent=leyton)
    sent = {"declined": send(), "urdu": send(written_in="ur", text="zebra"), "near": send(area=part)}
    sent["late"] = let_late(send())
    moderation.decline(sent["declined"], moderator, "other")
    query = {name: leyton.pk if value == "leyton" else value for name, value in query.items()}
    assert listed(admin, **query) == [sent[found].reference]


@pytest.mark.parametrize("query", [{"age": "within_week"}, {"age": "within_month"}, {"ordering": "-sent_at"}])
def test_recent_ones_are_found(admin, send, query):
    submission = send()
    assert listed(admin, **query) == [submission.reference]


def test_a_reference_is_found_however_it_was_written_down(admin, send, moderator):
    submission = send()
    moderation.decline(submission, moderator, "other")
    assert listed(admin, q=submission.reference.lower().replace("-", " ")) == [submission.reference]


@pytest.mark.parametrize(
    "query", ["state=%00", "state[]=x", "network=x", "age=zzz", "p=99999", "ordering=key", "q=%27"]
)
def test_a_query_that_makes_no_sense_is_no_error(admin, send, query):
    send()
    assert admin.get(f"{reverse(QUEUE)}?{query}").status_code in (200, 404)


def test_the_queue_costs_the_same_for_one_and_for_many(admin, send, django_assert_max_num_queries):
    area = Area.objects.create(name="Leyton", slug="leyton")
    send(area=area)
    admin.get(reverse(QUEUE))
    with django_assert_max_num_queries(40) as one:
        admin.get(reverse(QUEUE))
    for _number in range(6):
        send(area=area)
    with django_assert_max_num_queries(len(one)):
        admin.get(reverse(QUEUE))


def test_nothing_is_added_edited_or_deleted_by_hand(admin, send):
    submission = send()
    for address in ("new/", f"edit/{submission.pk}/", f"delete/{submission.pk}/", f"history/{submission.pk}/"):
        assert admin.get(f"{reverse(QUEUE)}{address}", follow=True).status_code == 404


# One submission


def test_the_page_shows_words_as_words_and_changes_nothing(admin, send):
    submission = send(text="<script>alert(1)</script>", written_in="ar", photo=jpeg())
    page = admin.get(page_of(submission)).text
    assert "<script>alert(1)</script>" not in page
    assert 'lang="ar" dir="auto"' in page
    assert submission.consents.first().wording in page
    assert reverse("submissions:photo", args=[submission.photos.get().pk]) in page
    submission.refresh_from_db()
    assert (submission.state, submission.version) == ("received", 1)


def test_a_photo_nobody_has_looked_at_for_viruses_is_not_shown(admin, send):
    submission = send(photo=jpeg())
    SubmissionPhoto.objects.update(is_unopened=True)
    address = reverse("submissions:photo", args=[submission.photos.get().pk])
    page = admin.get(page_of(submission)).text
    assert address not in page
    assert "kept unopened" in page
    assert is_missing(admin, address)
    act(admin, submission, "accept")
    assert StoryPage.objects.get().picture is None


def test_what_cannot_be_done_now_says_why(admin, send, moderator):
    submission = send()
    assert "There is no draft to show yet: accept the story first." in admin.get(page_of(submission)).text
    submission.refresh_from_db()
    moderation.mark(submission, moderator, ["health"])
    moderation.make_draft(submission, moderator)
    assert "somebody else must approve it first" in admin.get(page_of(submission)).text


def test_who_did_what_and_when_is_shown(admin, send, moderator):
    submission = send()
    act(admin, submission, "decline", reason="advertising", note="Sells carpets")
    page = admin.get(page_of(submission)).text
    assert "Received → Declined" in " ".join(page.split())
    assert "Sells carpets" in page
    assert str(moderator) in page


# What may be done


def test_the_author_is_asked_and_the_answer_is_shown(admin, send, mailoutbox, on_commit):
    submission = send()
    with on_commit():
        assert act(admin, submission, "ask", question="Who is in the photo?").status_code == 302
    assert "Who is in the photo?" in admin.get(page_of(submission)).text
    moderation.answer(submission.questions.get(), "My aunt Zubaida.", NOW)
    assert "My aunt Zubaida." in admin.get(page_of(submission)).text
    assert len(mailoutbox) == 1


def test_a_moderator_is_warned_that_nobody_can_be_written_to(admin, send):
    warning = "There is no e-mail address"
    assert warning in admin.get(page_of(send(email=""))).text
    assert warning not in admin.get(page_of(send())).text


def test_accepting_makes_a_draft_and_opens_it(admin, send, moderator):
    submission = send()
    response = act(admin, submission, "accept")
    story = StoryPage.objects.get()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[story.pk])
    submission.refresh_from_db()
    assert (submission.state, submission.story) == ("accepted", story)
    assert submission.events.last().by == moderator
    assert response.headers["Location"] in admin.get(page_of(submission)).text


def test_each_photo_is_described_first(admin, send):
    submission = send(photo=jpeg())
    response = act(admin, submission, "accept")
    assert response.status_code == 422
    assert "Say what the photo shows" in response.text
    assert not StoryPage.objects.exists()
    act(admin, submission, "accept", **{f"photo_{submission.photos.get().pk}": "A pot"})
    assert StoryPage.objects.get().picture.default_alt_text == "A pot"


def test_p14_what_was_not_agreed_to_is_not_used(admin, send):
    submission = send(photo=jpeg(), agreed_to=["publish_story"])
    act(admin, submission, "accept")
    story = StoryPage.objects.get()
    assert (story.credit, story.picture) == ("A resident", None)


def test_declining_is_read_by_both_in_their_own_language(admin, send, mailoutbox, on_commit):
    submission = send(interface_language="pl")
    page = admin.get(page_of(submission)).text
    assert "We do not publish advertising" in page
    assert 'class="decision-told"  lang="pl" dir="ltr"' in page
    assert act(admin, submission, "decline").status_code == 422
    with on_commit():
        act(admin, submission, "decline", reason="advertising")
    submission.refresh_from_db()
    assert (submission.state, submission.decline_reason) == ("declined", "advertising")
    assert mailoutbox[-1].extra_headers["Content-Language"] == "pl"


def test_a_concern_goes_out_of_sight_and_the_leads_are_told(admin, send, lead, mailoutbox, on_commit):
    submission = send()
    act(admin, submission, "accept")
    with on_commit():
        response = act(admin, submission, "flag", note="He says he is hit.")
    assert response.headers["Location"] == reverse(QUEUE)
    assert is_missing(admin, page_of(submission))
    assert not StoryPage.objects.exists()
    assert mailoutbox[-1].to == [lead.email]


def test_a_moderator_hears_that_there_is_no_lead_to_tell(admin, send):
    response = act(admin, send(), "flag", note="He says he is hit.")
    assert "no safeguarding lead has an e-mail address" in admin.get(response.headers["Location"]).text


def test_what_worried_somebody_stays_with_the_leads(client, send, moderator, lead):
    submission = send()
    moderation.flag_safeguarding(submission, moderator, "He says he is hit.")
    client.force_login(lead)
    assert "He says he is hit." in client.get(page_of(submission)).text
    assert act(client, submission, "release", note="A neighbour helps.").status_code == 302
    client.force_login(moderator)
    page = client.get(page_of(submission)).text
    assert "A neighbour helps." in page
    assert "He says he is hit." not in page


def test_a_renewed_link_is_sent(admin, send, mailoutbox, on_commit):
    submission = send()
    with on_commit():
        act(admin, submission, "link")
    submission.refresh_from_db()
    assert submission.link_version == 2
    assert submission.reference in mailoutbox[-1].body
    assert links.full_address(submission) in mailoutbox[-1].body


def test_erasing_asks_once_more(admin, send, moderator):
    submission = send()
    assert act(admin, submission, "erase").status_code == 422
    act(admin, submission, "erase", confirmed="on")
    submission.refresh_from_db()
    assert (submission.state, submission.text) == ("withdrawn", "")
    assert submission.events.last().by == moderator
    assert "Nothing is kept of what was sent." in admin.get(page_of(submission)).text


def test_an_action_that_is_none_is_not_found(admin, send):
    submission = send()
    for action in ("publish", ""):
        act(admin, submission, action)
    submission.refresh_from_db()
    assert (submission.state, submission.version) == ("received", 1)


@pytest.mark.parametrize("version", ["0", "", "x", "99"])
def test_whoever_saw_an_older_version_changes_nothing_and_loses_nothing(admin, send, version):
    submission = send()
    response = act(admin, submission, "ask", question="Who is your aunt?", version=version)
    assert response.status_code == 409
    assert "Somebody else has just changed this submission" in response.text
    assert "Who is your aunt?" in response.text
    assert not submission.questions.exists()


def test_words_for_what_is_not_possible_any_more_are_kept_to_be_copied(admin, send, moderator):
    submission = send()
    moderation.decline(submission, moderator, "other")
    response = act(admin, submission, "ask", question="Who is your aunt?", version=1)
    assert response.status_code == 409
    assert "What you wrote, so that you can copy it" in response.text
    assert "Who is your aunt?" in response.text


# Publishing


@pytest.fixture
def publisher(client, moderator):
    """A moderator who may publish stories, signed in."""
    group, stories = Group.objects.create(name="Page moderators"), StoryIndexPage.objects.get()
    for verb in ("add", "change", "publish"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")
        GroupPagePermission.objects.create(group=group, page=stories, permission=permission)
    moderator.groups.add(group)
    client.force_login(moderator)
    return client


def publish(client, story, *texts: str, **more):
    """Presses "Publish" in Wagtail's editor, with the body it has or with these texts in its place."""
    bodies = [rich_text(f"<p>{text}</p>") for text in texts]
    bodies = bodies or [rich_text(block.value["text"].source) for block in story.body]
    answers = {
        "title": story.title,
        "slug": story.slug,
        "summary": story.summary,
        "picture": story.picture.pk if story.picture else "",
        "published_on": story.published_on.isoformat(),
        "credit": story.credit,
        "body": streamfield([("text", {"heading": "", "text": text}) for text in bodies]),
        "action-publish": "action-publish",
    }
    editor = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(editor, nested_form_data(answers) | more, follow=True)


def is_live(story) -> bool:
    return StoryPage.objects.get(pk=story.pk).live


def test_p13_a_draft_is_published_in_the_editor_by_name(publisher, send, moderator):
    submission = send(photo=jpeg())
    story = moderation.make_draft(submission, moderator, {submission.photos.get().pk: "A pot"})
    editor = publisher.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text
    assert page_of(submission) in editor
    assert "Nothing stands in the way" in editor
    publish(publisher, story)
    submission.refresh_from_db()
    assert (submission.state, is_live(story)) == ("published", True)
    assert submission.events.last().by == moderator


def test_edited_words_are_kept_and_not_published_until_their_author_agrees(publisher, send, moderator):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    response = publish(publisher, story, "Other words.")
    assert "saved as a draft, and not published" in response.text
    assert "The words were edited" in response.text
    assert "Other words." in response.text
    assert not is_live(story)
    submission.refresh_from_db()
    act(publisher, submission, "proof", note="Shorter now.")
    moderation.agree(submission.questions.get(), NOW)
    publish(publisher, StoryPage.objects.get(pk=story.pk), "Other words.")
    assert is_live(story)


def test_p11_what_is_sensitive_needs_a_second_person(publisher, send, moderator, make_user):
    submission = send()
    act(publisher, submission, "mark", sensitive=Submission.Sensitive.values)
    act(publisher, submission, "accept")
    submission.refresh_from_db()
    assert submission.touches == ["violence", "health", "faith", "immigration", "children"]
    story = StoryPage.objects.get()
    act(publisher, submission, "approve")
    assert "somebody else must approve it first" in publish(publisher, story).text
    assert not is_live(story)
    submission.refresh_from_db()
    moderation.approve(submission, make_user("second", "stories.moderate_submission"))
    publish(publisher, story)
    assert is_live(story)


def test_p6_what_was_said_about_children_is_confirmed_by_name(publisher, send, moderator):
    submission = send(has_children=True)
    act(publisher, submission, "accept")
    assert act(publisher, submission, "children").status_code == 422
    act(publisher, submission, "children", confirmed="on")
    submission.refresh_from_db()
    assert submission.children_confirmed_by == moderator


def test_p13_whoever_is_no_moderator_publishes_only_what_a_moderator_approved(publisher, send, moderator, make_user):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    editor = make_user("editor")
    editor.groups.set(moderator.groups.all())
    publisher.force_login(editor)
    assert "No moderator has approved these words." in publish(publisher, story).text
    assert not is_live(story)
    moderation.approve(submission, moderator)
    publish(publisher, story)
    submission.refresh_from_db()
    assert (is_live(story), submission.events.last().by) == (True, editor)


def test_many_at_once_are_held_back_too(publisher, send, moderator):
    story = moderation.make_draft(send(sensitive=["health"]), moderator)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = publisher.post(f"{address}?id={story.pk}&next=/admin/", follow=True)
    assert "Nothing was published." in response.text
    above = publisher.post(
        f"{address}?id={story.get_parent().pk}&next=/admin/", {"include_descendants": "on"}, follow=True
    )
    assert "Nothing was published." in above.text
    assert not is_live(story)


def test_a_residents_story_is_not_copied(publisher, send, moderator):
    story = moderation.make_draft(send(), moderator)
    response = publisher.get(reverse("wagtailadmin_pages:copy", args=[story.pk]), follow=True)
    assert "is not copied" in response.text


def test_a_translation_waits_for_the_story_it_is_of(send, moderator, locales):
    submission = send()
    story = moderation.make_draft(submission, moderator)
    story.get_parent().get_parent().copy_for_translation(locales["ur"])
    story.get_parent().copy_for_translation(locales["ur"])
    theirs = story.copy_for_translation(locales["ur"])
    theirs.save_revision(user=moderator).publish()
    assert not is_live(theirs)
    story.get_latest_revision().publish()
    theirs.save_revision(user=moderator).publish()
    assert is_live(theirs)


def test_residents_photos_are_chosen_for_other_pages_by_nobody_else(client, send, moderator, make_user):
    submission = send(photo=jpeg())
    story = moderation.make_draft(submission, moderator, {submission.photos.get().pk: "A pot"})
    chooser = reverse("wagtailimages_chooser:choose_results")
    client.force_login(make_user("editor", "home.choose_picture", "home.add_picture"))
    assert f"/{story.picture.pk}/" not in client.get(chooser).text
