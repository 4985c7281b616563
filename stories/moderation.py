"""What happens to a submission: the one module that moves it from state to state.

Every move is one transaction, is refused when somebody else was quicker, and leaves a line in the history.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, override
from PIL import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import String

from home.languages import SOURCE
from home.models import Picture, TranslationRecord
from stories import words
from stories.models import (
    ConsentRecord,
    StoryIndexPage,
    StoryPage,
    Submission,
    SubmissionEvent,
    SubmissionPhoto,
    SubmissionState,
)
from stories.models.submissions import ABOUT_TO_BE_READ, HAS_A_PAGE, new_reference
from stories.uploads import HeldPhoto

State = SubmissionState

ALLOWED: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.UNFINISHED: frozenset({State.RECEIVED, State.WITHDRAWN}),
        State.RECEIVED: frozenset({State.WAITING, State.SAFEGUARDING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.WAITING: frozenset({State.RECEIVED, State.SAFEGUARDING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.SAFEGUARDING: frozenset({State.RECEIVED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset(
            {State.RECEIVED, State.SAFEGUARDING, State.PUBLISHED, State.DECLINED, State.WITHDRAWN}
        ),
        State.PUBLISHED: frozenset({State.RECEIVED, State.ACCEPTED, State.WITHDRAWN}),
        State.DECLINED: frozenset({State.RECEIVED, State.WITHDRAWN}),
        State.WITHDRAWN: frozenset(),
    }
)
DRAFTABLE = frozenset(ABOUT_TO_BE_READ)
DECLINABLE = frozenset(state for state, next_states in ALLOWED.items() if State.DECLINED in next_states)

TITLE_CHARACTERS = 60
SUMMARY_CHARACTERS = 160
# The addresses below /stories/ that are not stories.
TAKEN_SLUGS = frozenset({"feed", "sent", "share"})
UNDESCRIBED = "Photo sent with this story: describe what it shows"


class Conflict(Exception):
    """Somebody else has just changed the submission, so what was asked for is not possible any more."""


def key_for(form_key: str, sent: Iterable[str], photo: bytes) -> str:
    """The key of one sending: the same form with the same words and photo is the same submission."""
    digest = hashlib.sha256()
    for part in (form_key, *sent):
        digest.update(part.encode() + b"\0")
    digest.update(photo)
    return digest.hexdigest()


def receive(
    submission: Submission,
    consents: Iterable[ConsentRecord],
    photo: bytes = b"",
    held: HeldPhoto | None = None,
) -> tuple[Submission, bool]:
    """Stores what a resident sent, once for each `key`; says whether it is new.

    `photo` is already cleaned; `held` says where it lies if it is stored already.
    """
    for _attempt in range(3):
        earlier = Submission.objects.filter(key=submission.key).first()
        if earlier:
            return earlier, False
        try:
            return _store(submission, consents, photo, held), True
        except IntegrityError:
            submission.pk, submission.reference = None, new_reference()
            submission._state.adding = True
    raise Conflict


def _store(
    submission: Submission, consents: Iterable[ConsentRecord], content: bytes, held: HeldPhoto | None
) -> Submission:
    with ExitStack() as undo, transaction.atomic():
        submission.state, submission.sent_at = State.UNFINISHED, timezone.now()
        submission.save()
        if content:
            photo = _photo(content)
            photo.submission = submission
            if held and not held.is_sent:
                photo.file = held.path
            else:
                photo.file.save("", ContentFile(content), save=False)
                undo.callback(photo.file.storage.delete, photo.file.name)
            photo.save()
        for consent in consents:
            consent.submission = submission
            consent.save()
        _move(submission, State.RECEIVED)
        undo.pop_all()
    return submission


def _photo(content: bytes) -> SubmissionPhoto:
    width, height = Image.open(BytesIO(content)).size
    return SubmissionPhoto(width=width, height=height)


@transaction.atomic
def make_draft(
    submission: Submission, by: AbstractBaseUser, descriptions: Mapping[int, str] = MappingProxyType({})
) -> StoryPage:
    """Accepts a submission and makes an unpublished story of it; `descriptions` say what each photo shows."""
    if submission.state not in DRAFTABLE:
        raise Conflict
    _move(submission, State.ACCEPTED, by)
    pictures = [_picture_of(photo, by, descriptions.get(photo.pk, photo.alt)) for photo in submission.photos.all()]
    story = _story_page(submission, pictures)
    story.owner = by
    StoryIndexPage.objects.filter(locale__language_code=SOURCE).earliest("path").add_child(instance=story)
    story.save_revision(user=by, log_action=True)
    submission.story = story
    submission.save(update_fields=["story"])
    return story


def _story_page(submission: Submission, pictures: list[Picture]) -> StoryPage:
    text = words.without_tokens(submission.text)
    title = words.first_words(text, TITLE_CHARACTERS)
    language = submission.language.code if submission.language else SOURCE
    with override(language):
        credit = words.without_tokens(submission.name_to_show) or gettext("A resident")
    lead, *others = pictures or [None]
    body = [*words.blocks(text), *(_picture_block(picture) for picture in others)]
    return StoryPage(
        title=title,
        slug=_free_slug(title),
        summary=words.first_words(text, SUMMARY_CHARACTERS),
        picture=lead,
        published_on=timezone.localdate(),
        area=submission.area,
        credit=credit,
        written_in="" if language == SOURCE else language,
        body=json.dumps(body),
        live=False,
    )


def _free_slug(title: str) -> str:
    beginning = slugify(title) or "story"
    taken = TAKEN_SLUGS | set(StoryPage.objects.filter(slug__startswith=beginning).values_list("slug", flat=True))
    slug, number = beginning, 2
    while slug in taken:
        slug, number = f"{beginning}-{number}", number + 1
    return slug


def _picture_of(photo: SubmissionPhoto, by: AbstractBaseUser, description: str) -> Picture:
    with photo.file.open("rb") as file:
        content = ContentFile(file.read(), name=f"{secrets.token_hex(16)}.jpg")
    picture = Picture.objects.create(
        title=description or UNDESCRIBED,
        description=description or UNDESCRIBED,
        file=content,
        uploaded_by_user=by,
    )
    photo.alt, photo.picture = description, picture
    photo.save(update_fields=["alt", "picture"])
    return picture


def _picture_block(picture: Picture) -> dict:
    image = {"image": picture.pk, "alt_text": picture.description, "decorative": False}
    return {"type": "picture", "value": {"image": image, "caption": ""}}


@transaction.atomic
def decline(submission: Submission, by: AbstractBaseUser, note: str) -> None:
    """Decides not to publish; a draft that was made goes, what the resident sent stays."""
    if submission.state not in DECLINABLE:
        raise Conflict
    _move(submission, State.DECLINED, by, note)
    _remove_story(submission)


@transaction.atomic
def mark_published(submission: Submission, by: AbstractBaseUser | None) -> bool:
    """Notes that the story is public. False, with nothing changed, when nobody answers for it (promise 5)."""
    if by is None:
        _log(submission, State(submission.state), None, "Published by nobody with a name; taken down again.")
        return False
    if submission.state != State.PUBLISHED:
        _move(submission, State.PUBLISHED, by)
    return True


@transaction.atomic
def mark_taken_down(submission: Submission) -> None:
    """Notes that the story is not public any more."""
    if submission.state == State.PUBLISHED:
        _move(submission, State.ACCEPTED, note="The page was unpublished.")


@transaction.atomic
def mark_page_deleted(submission: Submission) -> None:
    """Notes that the story's page is gone, so that the submission waits for a decision again."""
    if submission.state in HAS_A_PAGE:
        _move(submission, State.RECEIVED, note="The page was deleted.")


@transaction.atomic
def withdraw(submission: Submission) -> None:
    """Takes back everything: the page in every language, the pictures, the words, the name.

    What stays is that something was sent and withdrawn, when, and which consents had been given.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    _move(submission, State.WITHDRAWN)
    _remove_story(submission)
    for photo in submission.photos.all():
        transaction.on_commit(partial(photo.file.storage.delete, photo.file.name))
        photo.delete()
    submission.text = submission.name = submission.email = ""
    submission.key, submission.area = secrets.token_hex(32), None
    submission.save(update_fields=["key", "text", "name", "email", "area"])
    submission.events.update(note="")


def _remove_story(submission: Submission) -> None:
    if submission.story:
        _delete_pages(submission.story, submission.reference)
        submission.story = None
    for photo in submission.photos.exclude(picture=None).select_related("picture"):
        ModelLogEntry.objects.for_instance(photo.picture).update(label=submission.reference, data={})
        photo.picture.delete()


def _delete_pages(story: StoryPage, reference: str) -> None:
    """Deletes a story in every language, with the words that lists, logs and translations kept of it."""
    key = story.translation_key
    pages = list(Page.objects.filter(translation_key=key))
    strings = list(String.objects.filter(segments__source__object_id=key).values_list("pk", flat=True))
    for page in pages:
        page.specific.delete()
    String.objects.filter(pk__in=strings, segments=None).delete()
    TranslationRecord.objects.filter(translation_key=key).delete()
    PageLogEntry.objects.filter(page_id__in=[page.pk for page in pages]).update(label=reference, data={})


def _move(submission: Submission, to: State, by: AbstractBaseUser | None = None, note: str = "") -> None:
    from_state = State(submission.state)
    if to not in ALLOWED[from_state]:
        raise Conflict
    if Submission.objects.filter(pk=submission.pk, state=from_state).update(state=to) != 1:
        raise Conflict
    submission.state = to
    _log(submission, from_state, by, note)


def _log(submission: Submission, from_state: State, by: AbstractBaseUser | None, note: str) -> None:
    SubmissionEvent.objects.create(
        submission=submission, by=by, from_state=from_state, to_state=submission.state, note=note
    )
