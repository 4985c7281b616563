from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from home import page_cache
from home.models import Picture
from stories.models import StoryPage, WallPost

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YES = {"asked_on": TODAY, "answer": "yes", "answered_on": TODAY}


def post(**fields) -> WallPost:
    details = {"address": "https://www.example.org/p/1", "name": "Amina", "words": "Soup! #WFOurPlace"}
    return WallPost(**details | fields)


@pytest.fixture
def picture():
    output = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(output, "JPEG")
    content = ContentFile(output.getvalue(), name="post.jpg")
    return Picture.objects.create(title="A pot", description="A pot of soup", file=content)


@pytest.fixture
def editor(make_user):
    return make_user("editor", *(f"stories.{verb}_wallpost" for verb in ("add", "change", "delete", "view")))


def wall() -> str:
    return render_to_string("stories/wall.html", {"posts": WallPost.objects.showing().with_pictures()})


@pytest.mark.parametrize(
    "permission",
    [
        {},
        {"asked_on": TODAY},
        YES | {"answer": "none"},
        YES | {"answer": "no"},
        YES | {"asked_on": None},
        YES | {"answered_on": None},
        YES | {"answered_on": TODAY - timedelta(days=1)},
        YES | {"asked_on": TODAY + timedelta(days=1), "answered_on": TODAY + timedelta(days=1)},
    ],
)
def test_nothing_is_published_without_a_yes_that_was_written_down(permission):
    with pytest.raises(ValidationError):
        post(is_published=True, **permission).full_clean()
    post(is_published=True, **YES).full_clean()


def test_the_database_refuses_it_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        post(is_published=True, asked_on=TODAY).save()


def test_only_what_is_published_is_shown():
    post(**YES).save()
    assert wall().strip() == ""
    WallPost.objects.update(is_published=True)
    assert "Soup! #WFOurPlace" in wall()


def test_a_post_without_words_or_with_a_picture_nobody_can_hear_is_not_published(picture):
    with pytest.raises(ValidationError, match="Write the words"):
        post(words="", is_published=True, **YES).full_clean()
    Picture.objects.filter(pk=picture.pk).update(description="", decorative=True)
    picture.refresh_from_db()
    with pytest.raises(ValidationError, match="Say what the picture shows"):
        post(picture=picture, is_published=True, **YES).full_clean()


def test_one_post_is_not_on_the_wall_twice_and_only_the_web_has_posts():
    post().save()
    with pytest.raises(ValidationError, match="already exists"):
        post().full_clean()
    for address in ("javascript:alert(1)", "ftp://example.org/p"):
        with pytest.raises(ValidationError):
            post(address=address).full_clean()


@pytest.mark.indexed
def test_a_picture_used_elsewhere_is_not_taken(story_index, picture):
    story = StoryPage(title="Soup", published_on=TODAY, picture=picture, locale=story_index.locale)
    story_index.add_child(instance=story)
    with pytest.raises(ValidationError, match="used elsewhere"):
        post(picture=picture).full_clean()


def test_a_readers_browser_asks_nobody_else_and_the_words_are_harmless(picture):
    words = "<script>alert(1)</script> سلام"
    post(words=words, written_in="ur", picture=picture, is_published=True, **YES).save()
    html = wall()
    assert html.count("example.org/p/1") == 1
    assert '<a href="https://www.example.org/p/1" rel="nofollow noopener noreferrer external">' in html
    assert 'src="/media/' in html
    assert 'alt="A pot of soup"' in html
    assert "<script" not in html
    assert '<blockquote lang="ur" dir="rtl">' in html
    assert '<bdi lang="ur" dir="rtl">اردو</bdi>' in html


def test_the_wall_is_on_the_list_of_stories_and_on_the_home_page(client, story_index):
    post(is_published=True, **YES).save()
    for path in ("/en/", "/en/stories/"):
        assert "Soup! #WFOurPlace" in client.get(path).text
    assert "Soup! #WFOurPlace" not in client.get("/en/stories/?page=2&year=2020&q=x").text


def test_taking_it_down_removes_every_kept_page(settings, django_capture_on_commit_callbacks):
    shown = post(is_published=True, **YES)
    shown.save()
    settings.PAGE_CACHE_DIR.mkdir(parents=True)
    kept = settings.PAGE_CACHE_DIR / "kept"
    kept.write_text("Soup!")
    shown.is_published = False
    with django_capture_on_commit_callbacks(execute=True):
        shown.save()
    assert not kept.exists()
    assert page_cache.Store(settings.PAGE_CACHE_DIR).generation()


def test_an_editor_asks_publishes_and_erases(client, editor, picture, public_files, django_capture_on_commit_callbacks):
    client.force_login(editor)
    data = {"address": "https://example.org/p/2", "name": "Amina", "written_in": "en", "words": "Bread!", "note": "DM"}
    data |= {"picture": picture.pk, "asked_on": TODAY, "answered_on": TODAY, "answer": "no", "is_published": "on"}
    page = client.get(reverse("wall:add"))
    assert "May we show your post" in page.text
    refused = client.post(reverse("wall:add"), data)
    assert "before a yes" in refused.text
    assert not WallPost.objects.exists()

    assert client.post(reverse("wall:add"), data | {"answer": "yes"}).status_code == 302
    made = WallPost.objects.get()
    assert made.asked_by == editor
    assert "Bread!" in wall()
    assert len(public_files()) > 1

    assert client.get(reverse("wall:edit", args=[made.pk])).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wall:delete", args=[made.pk]))
    assert not WallPost.objects.exists()
    assert not Picture.objects.exists()
    assert public_files() == []
    logs = ModelLogEntry.objects.all()
    assert logs.exists()
    assert not [log for log in logs if "example.org" in log.label or "pot" in log.label]


def test_nobody_else_comes_to_the_wall(client, moderator):
    post().save()
    client.force_login(moderator)
    for name in ("wall:index", "wall:add"):
        assert client.get(reverse(name)).status_code == 302
