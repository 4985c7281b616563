import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from stories import moderation
from stories.models import StoryPage, Submission
from tests.stories.conftest import jpeg

pytestmark = pytest.mark.usefixtures("story_index")


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def page_of(submission) -> str:
    return reverse("submissions:inspect", args=[submission.pk])


def test_a_moderator_finds_submissions_in_the_menu_and_in_the_list(admin, send):
    submission = send()
    assert reverse("submissions:index") in admin.get(reverse("wagtailadmin_home")).content.decode()
    page = admin.get(reverse("submissions:index")).content.decode()
    assert submission.reference in page
    assert page_of(submission) in page
    assert "/new/" not in page


@pytest.mark.parametrize("query", ["state=received", "written_in=en", "is_suspect=true", "q=KX"])
def test_the_list_is_narrowed_by_state_language_and_suspicion(admin, send, query):
    send(key="one")
    send(key="two", is_suspect=True)
    assert admin.get(f"{reverse('submissions:index')}?{query}").status_code == 200


def test_suspect_submissions_come_last(admin, send):
    send(key="one", is_suspect=True)
    send(key="two")
    page = admin.get(reverse("submissions:index")).context["object_list"]
    assert [submission.is_suspect for submission in page] == [False, True]


def test_the_page_shows_words_as_words_and_changes_nothing(admin, send):
    submission = send(text="<script>alert(1)</script>", written_in="ar", photo=jpeg())
    page = admin.get(page_of(submission)).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert 'lang="ar" dir="auto"' in page
    assert submission.consents.first().wording in page
    submission.refresh_from_db()
    assert submission.state == "received"


def test_one_action_makes_a_draft_and_opens_it(admin, send, moderator):
    submission = send()
    response = admin.post(page_of(submission), {"action": "draft", "state": "received"})
    story = StoryPage.objects.get()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[story.pk])
    submission.refresh_from_db()
    assert (submission.state, submission.story) == ("accepted", story)
    assert submission.events.last().by == moderator
    assert response.headers["Location"] in admin.get(page_of(submission)).content.decode()


def test_the_photo_is_described_first(admin, send):
    submission = send(photo=jpeg())
    action = {"action": "draft", "state": "received"}
    response = admin.post(page_of(submission), action)
    assert response.status_code == 422
    assert "Say what the photo shows" in response.content.decode()
    assert not StoryPage.objects.exists()
    name = f"photo_{submission.photos.get().pk}"
    assert admin.post(page_of(submission), {**action, name: "A pot"}).status_code == 302
    assert StoryPage.objects.get().picture.default_alt_text == "A pot"


def test_declining_says_why(admin, send):
    submission = send()
    action = {"action": "decline", "state": "received"}
    assert admin.post(page_of(submission), action).status_code == 422
    assert admin.post(page_of(submission), {**action, "note": "An advertisement"}).status_code == 302
    assert Submission.objects.get().state == "declined"
    assert "An advertisement" in admin.get(page_of(submission)).content.decode()


def test_who_comes_second_is_told(admin, send, make_user):
    submission = send()
    moderation.decline(submission, make_user("colleague"), "An advertisement")
    response = admin.post(page_of(submission), {"action": "draft", "state": "received"}, follow=True)
    assert "Somebody else has just changed this submission" in response.content.decode()
    assert not StoryPage.objects.exists()


def test_a_submission_cannot_be_added_edited_or_deleted(admin, send):
    submission = send()
    for address in ("new/", f"edit/{submission.pk}/", f"delete/{submission.pk}/"):
        assert admin.get(f"{reverse('submissions:index')}{address}", follow=True).status_code == 404


def test_the_photo_is_for_moderators_only(admin, client, send, make_user):
    photo = send(photo=jpeg()).photos.get()
    address = reverse("submissions:photo", args=[photo.pk])
    response = admin.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.getvalue()
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(make_user("editor"))
    assert client.get(address).status_code == 302


def test_other_staff_see_no_submissions(client, send, make_user):
    submission = send()
    client.force_login(make_user("editor"))
    assert reverse("submissions:index") not in client.get(reverse("wagtailadmin_home")).content.decode()
    for address in (reverse("submissions:index"), page_of(submission)):
        assert client.get(address).status_code == 302
    assert client.post(page_of(submission), {"action": "draft", "state": "received"}).status_code == 302
    assert not StoryPage.objects.exists()


def test_the_draft_is_published_in_the_editor_by_name(client, send, moderator, story_index):
    group = Group.objects.create(name="Page moderators")
    for verb in ("add", "change", "publish"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")
        GroupPagePermission.objects.create(group=group, page=story_index, permission=permission)
    moderator.groups.add(group)
    client.force_login(moderator)
    submission = send(photo=jpeg())
    story = moderation.make_draft(submission, moderator, {submission.photos.get().pk: "A pot"})
    editor = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert client.get(editor).status_code == 200
    answers = {
        "title": story.title,
        "slug": story.slug,
        "summary": story.summary,
        "picture": story.picture.pk,
        "published_on": story.published_on.isoformat(),
        "credit": story.credit,
        "body": streamfield([("text", {"heading": "", "text": rich_text("<p>Soup.</p>")})]),
        "action-publish": "action-publish",
    }
    response = client.post(editor, nested_form_data(answers))
    assert response.status_code == 302
    submission.refresh_from_db()
    assert submission.state == "published"
    assert submission.events.last().by == moderator
