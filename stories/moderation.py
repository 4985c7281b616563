"""What happens to a submission: the one module that moves it from state to state.

Every move is one transaction, is refused when somebody else was quicker, and leaves a line in the history.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import String, TranslationSource

from home.languages import SOURCE
from home.models import Picture, TranslationRecord
from home.picture_storage import PREFIX
from stories import consent, limits, permissions, tasks, words, working_days
from stories.models import (
    Approval,
    Question,
    StoryIndexPage,
    StoryPage,
    Submission,
    SubmissionEvent,
    SubmissionPhoto,
    SubmissionState,
)
from stories.models.submissions import ABOUT_TO_BE_READ, CLOSED, HAS_A_PAGE

State = SubmissionState
What = SubmissionEvent.What

ALLOWED: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.UNFINISHED: frozenset({State.RECEIVED}),
        State.RECEIVED: frozenset({State.WAITING, State.SAFEGUARDING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.WAITING: frozenset({State.RECEIVED, State.SAFEGUARDING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.SAFEGUARDING: frozenset({State.RECEIVED, State.DECLINED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset(
            {State.RECEIVED, State.SAFEGUARDING, State.PUBLISHED, State.DECLINED, State.WITHDRAWN}
        ),
        State.PUBLISHED: frozenset({State.RECEIVED, State.ACCEPTED, State.WITHDRAWN}),
        State.DECLINED: frozenset({State.RECEIVED, State.WITHDRAWN}),
        State.WITHDRAWN: frozenset(),
    }
)
DRAFTABLE = frozenset(ABOUT_TO_BE_READ)
ASKABLE = frozenset({State.RECEIVED, State.WAITING, State.ACCEPTED})
CHANGEABLE = frozenset(ABOUT_TO_BE_READ)
FLAGGABLE = frozenset({State.RECEIVED, State.WAITING, State.ACCEPTED, State.PUBLISHED})
DECLINABLE = frozenset(state for state, next_states in ALLOWED.items() if State.DECLINED in next_states)

TITLE_CHARACTERS = 60
SUMMARY_CHARACTERS = 160
# The addresses below /stories/ that are not stories.
TAKEN_SLUGS = frozenset({"feed", "link", "sent", "share"})
# What a person wrote about themselves or another, and what was chosen for them.
PERSONAL = (
    "text",
    "written_in",
    "name_shown",
    "name",
    "email",
    "shows_others",
    "guardian_name",
    "guardian_is",
    "agreed_words",
    "decline_reason",
)
UNDESCRIBED = "Photo sent with this story: describe what it shows"


class Conflict(Exception):
    """Somebody else has just changed the submission, so what was asked for is not possible any more."""


@transaction.atomic
def send(submission: Submission, now: datetime, suspicions: Iterable[str] = ()) -> bool:
    """Sends what a resident has answered, once; False, with nothing changed, when it was sent before."""
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update(of=("self",)))
    if submission.state != State.UNFINISHED:
        return False
    submission.sent_at, submission.key = now, secrets.token_hex(32)
    submission.reply_due = working_days.after(timezone.localdate(now), limits.READING_DAYS)
    submission.suspicions = list(suspicions)
    submission.is_suspect = bool(submission.suspicions)
    if submission.name_shown == Submission.NameShown.NONE:
        submission.name = ""
    submission.save()
    submission.photos.update(called="")
    for record in consent.records(consent.meant(submission), submission.interface_language):
        record.submission = submission
        record.save()
    _move(submission, State.RECEIVED)
    # A robot may have given somebody else's address.
    if not submission.is_suspect:
        _write(submission, "receipt")
    return True


@transaction.atomic
def ask(submission: Submission, by: AbstractBaseUser, question: str, now: datetime) -> Question:
    """Asks the author something. A story whose page is being made stays accepted."""
    if submission.state not in ASKABLE:
        raise Conflict
    if submission.state == State.RECEIVED:
        _move(submission, State.WAITING, by)
    _note(submission, What.ASKED, by)
    asked = Question.objects.create(
        submission=submission, kind=Question.Kind.QUESTION, words=question, asked_at=now, asked_by=by
    )
    _write(submission, "question")
    return asked


@transaction.atomic
def answer(question: Question, answer: str, now: datetime) -> None:
    """Keeps the author's answer; with nothing left to answer the story waits for the staff again."""
    submission = _fresh(question.submission)
    if submission.state not in ASKABLE or not _answered(question, now, answer=answer):
        raise Conflict
    _note(submission, What.ANSWERED)
    if submission.state == State.WAITING and not submission.questions.filter(answered_at=None).exists():
        submission.reply_due = working_days.after(timezone.localdate(now), limits.READING_DAYS)
        submission.save(update_fields=["reply_due"])
        _move(submission, State.RECEIVED)


@transaction.atomic
def change_words(submission: Submission, text: str) -> None:
    """The author's own change of a story nobody has accepted yet."""
    submission = _fresh(submission)
    if submission.state not in CHANGEABLE:
        raise Conflict
    _note(submission, What.CHANGED, text=text)


@transaction.atomic
def make_draft(
    submission: Submission, by: AbstractBaseUser, descriptions: Mapping[int, str] = MappingProxyType({})
) -> StoryPage:
    """Accepts a submission and makes an unpublished story of it; `descriptions` say what each photo shows."""
    if submission.state not in DRAFTABLE:
        raise Conflict
    _move(submission, State.ACCEPTED, by)
    pictures = [_picture_of(photo, by, descriptions.get(photo.pk, photo.alt)) for photo in photos_to_use(submission)]
    story = _story_page(submission, pictures)
    story.owner = by
    StoryIndexPage.objects.filter(locale__language_code=SOURCE).earliest("path").add_child(instance=story)
    story.save_revision(user=by, log_action=True)
    submission.story, submission.agreed_words = story, digest(story)
    submission.save(update_fields=["story", "agreed_words"])
    return story


def named(submission: Submission) -> str:
    """The name a story may show: as its author chose, and agreed to; '' for none."""
    return submission.name_to_show if submission.agreed_that(consent.What.PUBLISH_NAME) else ""


def photos_to_use(submission: Submission) -> list[SubmissionPhoto]:
    """The photos a story may show: looked at for viruses, and agreed to."""
    if not submission.agreed_that(consent.What.PHOTO):
        return []
    return list(submission.photos.filter(is_unopened=False))


def digest(story: StoryPage) -> str:
    """The mark of what a page has the author say: the body and the name. The headline is the council's own."""
    said = [story.credit, *words.spoken(story.body.raw_data)]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


@transaction.atomic
def send_proof(submission: Submission, by: AbstractBaseUser, note: str, now: datetime) -> Question:
    """Asks the author to agree to the story's page as its latest draft has it."""
    if submission.state not in HAS_A_PAGE or not submission.story:
        raise Conflict
    _note(submission, What.PROOF, by)
    submission.questions.filter(kind=Question.Kind.PROOF, answered_at=None).delete()
    proof = Question.objects.create(
        submission=submission,
        kind=Question.Kind.PROOF,
        words=note,
        digest=digest(submission.story.get_latest_revision_as_object()),
        asked_at=now,
        asked_by=by,
    )
    _write(submission, "proof")
    return proof


@transaction.atomic
def agree(proof: Question, now: datetime, shown: str = "") -> None:
    """The author agrees to the words whose digest was `shown`, those of the proof where nothing is said.

    Raises Conflict when the draft has changed since, so that nobody agrees to what they have not seen.
    """
    submission = _fresh(proof.submission)
    shown = shown or proof.digest
    draft = submission.story and submission.story.get_latest_revision_as_object()
    if submission.state not in HAS_A_PAGE or not draft or digest(draft) != shown:
        raise Conflict
    if not _answered(proof, now, agreed=True, digest=shown):
        raise Conflict
    _note(submission, What.AGREED, agreed_words=shown)


@transaction.atomic
def want_changed(proof: Question, answer: str, now: datetime) -> None:
    """The author says what the proof should say instead."""
    submission = _fresh(proof.submission)
    if submission.state not in HAS_A_PAGE or not _answered(proof, now, agreed=False, answer=answer):
        raise Conflict
    _note(submission, What.REFUSED)


@transaction.atomic
def mark(submission: Submission, by: AbstractBaseUser, sensitive: Iterable[str]) -> None:
    """Says what the story touches that a second person must look at."""
    if submission.state in CLOSED:
        raise Conflict
    _note(submission, What.MARKED, by, sensitive=sorted(sensitive))


@transaction.atomic
def confirm_children(submission: Submission, by: AbstractBaseUser) -> None:
    """A moderator has checked that parent and child agreed, and that no school or place gives the child away."""
    if submission.state not in HAS_A_PAGE or not submission.has_children:
        raise Conflict
    _note(submission, What.CHILDREN, by, children_confirmed_by=by)


@transaction.atomic
def approve(submission: Submission, by: AbstractBaseUser) -> None:
    """One person finds that the latest draft may be published; what is sensitive needs another to publish it."""
    if submission.state != State.ACCEPTED or not submission.story:
        raise Conflict
    _note(submission, What.APPROVED, by)
    draft = submission.story.get_latest_revision_as_object()
    Approval.objects.create(submission=submission, by=by, digest=digest(draft))


def obstacles(submission: Submission, draft: StoryPage, by: AbstractBaseUser | None) -> list[str]:
    """What keeps this person from publishing this draft, in words for staff; empty when nothing does."""
    said = digest(draft)
    approvals = submission.approvals.filter(digest=said).exclude(by=None)
    asked: list[tuple[bool, str]] = [
        (by is None, _("Nobody with a name publishes it.")),
        (submission.state not in HAS_A_PAGE, _("The submission is not accepted.")),
        (
            not submission.agreed_that(consent.What.PUBLISH_STORY),
            _("The author has not agreed that the story is published."),
        ),
        (
            by is not None and not permissions.may_moderate(by) and not approvals.exists(),
            _("No moderator has approved these words."),
        ),
        (said != submission.agreed_words, _("The words were edited, and the author has not agreed to them yet.")),
        (
            bool(submission.touches) and not approvals.exclude(by=by).exists(),
            _("It touches something sensitive: somebody else must approve it first."),
        ),
        (
            bool(submission.has_children) and not submission.children_confirmed_by_id,
            _("Nobody has confirmed yet what was said about children."),
        ),
        (
            any(not photo.alt for photo in submission.photos.exclude(picture=None)),
            _("A photo has no words for those who cannot see it."),
        ),
    ]
    return [str(reason) for stands, reason in asked if stands]


def _story_page(submission: Submission, pictures: list[Picture]) -> StoryPage:
    text = words.without_tokens(submission.text)
    title = words.first_words(text, TITLE_CHARACTERS)
    language = submission.language.code if submission.language else SOURCE
    with override(language):
        credit = words.without_tokens(named(submission)) or gettext("A resident")
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
        content = ContentFile(file.read(), name=f"{PREFIX}{secrets.token_hex(16)}.jpg")
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
def decline(submission: Submission, by: AbstractBaseUser | None, reason: str, note: str = "") -> None:
    """Decides not to publish, and says so; a draft that was made goes, what the resident sent stays for a while."""
    if submission.state not in DECLINABLE:
        raise Conflict
    was_a_concern = submission.state == State.SAFEGUARDING
    _move(submission, State.DECLINED, by, note, decline_reason=reason)
    _remove_story(submission)
    if not was_a_concern and not submission.is_suspect:
        _write(submission, "declined")


@transaction.atomic
def flag_safeguarding(submission: Submission, by: AbstractBaseUser, note: str) -> None:
    """Takes a submission out of everybody's sight but the safeguarding leads', who are told at once.

    A page it had goes, in every language and with its pictures: drafts, reports and choosers have no secrets.
    """
    if submission.state not in FLAGGABLE:
        raise Conflict
    if submission.state == State.PUBLISHED:
        UnpublishPageAction(submission.story, user=by).execute(skip_permission_checks=True)
        submission.refresh_from_db()
    _move(submission, State.SAFEGUARDING, by, note)
    _remove_story(submission)
    transaction.on_commit(partial(tasks.tell_safeguarding_leads.enqueue, submission.pk))


@transaction.atomic
def release(submission: Submission, by: AbstractBaseUser, note: str) -> None:
    """A safeguarding lead gives the submission back to the moderators; a draft it had is made anew."""
    if submission.state != State.SAFEGUARDING:
        raise Conflict
    _move(submission, State.RECEIVED, by, note)


@transaction.atomic
def mark_published(submission: Submission, story: StoryPage, by: AbstractBaseUser | None) -> bool:
    """Notes that the story is public. False, with nothing moved, when it may not be (promise 5)."""
    if reasons := obstacles(submission, story, by):
        _note(submission, What.STOPPED, by, " ".join(reasons))
        return False
    if submission.state != State.PUBLISHED:
        _move(submission, State.PUBLISHED, by)
        _write(submission, "published")
    shown = {story.picture_id, *(block["value"]["image"]["image"] for block in _picture_blocks(story))}
    _show_pictures(submission, shown)
    return True


@transaction.atomic
def mark_taken_down(submission: Submission) -> None:
    """Notes that the story is not public any more, and takes its translations and pictures down with it."""
    translations = StoryPage.objects.filter(translation_key=submission.story.translation_key)
    for page in translations.filter(live=True).exclude(pk=submission.story_id):
        page.unpublish()
    _show_pictures(submission, set())
    if submission.state == State.PUBLISHED:
        _move(submission, State.ACCEPTED, note="The page was unpublished.")


@transaction.atomic
def mark_page_deleted(submission: Submission) -> None:
    """Notes that the story's page is gone, so that the submission waits for a decision again."""
    if submission.state in HAS_A_PAGE:
        story = submission.story
        _move(submission, State.RECEIVED, note="The page was deleted.", story=None, agreed_words="")
        _forget_page(story, submission.reference, but=story.pk)
        _remove_pictures(submission)


@transaction.atomic
def withdraw(submission: Submission, by: AbstractBaseUser | None = None) -> None:
    """Takes back everything: the page in every language, the pictures, the words, the name.

    What stays is that something was sent and withdrawn, when, by whom if it was a member of staff, and which
    consents had been given.
    """
    submission = _fresh(submission)
    _move(submission, State.WITHDRAWN, by)
    _forget(submission)


@transaction.atomic
def end(submission: Submission) -> None:
    """Takes down and erases, like `withdraw`, a published story whose time is over."""
    submission = _fresh(submission)
    if submission.state != State.PUBLISHED:
        raise Conflict
    _note(submission, What.RETENTION)
    _move(submission, State.WITHDRAWN)
    _forget(submission)


@transaction.atomic
def erase_declined(submission: Submission) -> None:
    """Erases what somebody sent and nobody published; that it was sent, and declined, stays."""
    submission = _fresh(submission)
    if submission.state != State.DECLINED:
        raise Conflict
    reason = submission.decline_reason
    _note(submission, What.RETENTION)
    _forget(submission)
    Submission.objects.filter(pk=submission.pk).update(decline_reason=reason)


@transaction.atomic
def forget_contact(submission: Submission) -> None:
    """Erases how to reach the author of a published story, and what of their name is not shown with it."""
    submission = _fresh(submission)
    if submission.state != State.PUBLISHED:
        raise Conflict
    name = submission.name_kept
    _note(submission, What.RETENTION, email="", guardian_name="", guardian_is="", name=name)
    _forget_letters(submission)


@transaction.atomic
def ask_again(submission: Submission, now: datetime) -> None:
    """Asks, where there is an address, whether a story that has been public for long may stay."""
    submission = _fresh(submission)
    if submission.state != State.PUBLISHED:
        raise Conflict
    _note(submission, What.ASKED_AGAIN, asked_again_at=now)
    _write(submission, "again")


@transaction.atomic
def agree_again(submission: Submission, now: datetime, by: AbstractBaseUser | None = None) -> None:
    """The author agrees that the story stays; `by` is who of the staff heard it from them in another way."""
    submission = _fresh(submission)
    if submission.state != State.PUBLISHED:
        raise Conflict
    _note(submission, What.AGREED_AGAIN, by, agreed_again_at=now, asked_again_at=None)


@transaction.atomic
def forget_record(submission: Submission) -> None:
    """Erases all there is of a submission that is over, or was a robot's, its history too."""
    submission = _fresh(submission)
    submission = _fresh(submission)
    if submission.state not in {State.DECLINED, State.WITHDRAWN} and not submission.is_suspect:
        raise Conflict
    _remove_story(submission)
    _forget_letters(submission)
    for photo in submission.photos.all():
        _forget_photo(photo)
    submission.delete()


def _forget(submission: Submission) -> None:
    """Erases everything but the reference, the dates, the history and the consents."""
    _remove_story(submission)
    _forget_letters(submission)
    for photo in submission.photos.all():
        _forget_photo(photo)
    submission.questions.all().delete()
    for name in PERSONAL:
        setattr(submission, name, "")
    submission.sensitive, submission.suspicions, submission.area = [], [], None
    submission.is_adult, submission.has_children, submission.children_confirmed_by = None, None, None
    submission.save()
    submission.events.forget_notes()


def _forget_letters(submission: Submission) -> None:
    """The queue keeps what went wrong with a letter, and a mail server's answer holds the address."""
    results = DBTaskResult.objects.filter(task_path__startswith="stories.tasks.", args_kwargs__args__0=submission.pk)
    results.finished().delete()


@transaction.atomic
def remove_photo(photo: SubmissionPhoto) -> None:
    """Takes one photo out of a story nobody has accepted yet."""
    submission = _fresh(photo.submission)
    if submission.state not in CHANGEABLE | {State.UNFINISHED}:
        raise Conflict
    if submission.state != State.UNFINISHED:
        _note(submission, What.PHOTO)
    _forget_photo(photo)


@transaction.atomic
def open_photo(photo: SubmissionPhoto, cleaned: SubmissionPhoto) -> None:
    """Puts the cleaned file in the place of one that had waited unopened; raises Conflict when that is gone."""
    submission = _fresh(photo.submission)
    waiting = submission.photos.filter(pk=photo.pk, is_unopened=True)
    if not waiting.update(file=cleaned.file.name, width=cleaned.width, height=cleaned.height, is_unopened=False):
        raise Conflict
    transaction.on_commit(partial(photo.file.storage.delete, photo.file.name))
    if submission.state != State.UNFINISHED:
        _note(submission, What.OPENED)


@transaction.atomic
def drop_photo(photo: SubmissionPhoto, why: str) -> None:
    """Removes a photo that had waited unopened and must not be kept, whatever has become of its submission."""
    submission = _fresh(photo.submission)
    if submission.photos.filter(pk=photo.pk, is_unopened=True).exists():
        if submission.state != State.UNFINISHED:
            _note(submission, What.PHOTO, note=why)
        _forget_photo(photo)


def renew_link(submission: Submission, by: AbstractBaseUser | None = None) -> None:
    """Makes every private link given out so far worthless."""
    with transaction.atomic():
        submission = _fresh(submission)
        _note(submission, What.LINK, by, link_version=submission.link_version + 1)


def forget_unfinished(submission: Submission) -> None:
    """Erases what was never sent, photos and all."""
    with transaction.atomic():
        submission = _fresh(submission)
        if submission.state != State.UNFINISHED:
            raise Conflict
        for photo in submission.photos.all():
            _forget_photo(photo)
        submission.delete()


def _forget_photo(photo: SubmissionPhoto) -> None:
    transaction.on_commit(partial(photo.file.storage.delete, photo.file.name))
    photo.delete()


def _answered(question: Question, now: datetime, **fields: object) -> bool:
    changed = Question.objects.filter(pk=question.pk, answered_at=None).update(answered_at=now, **fields)
    return changed == 1


def _fresh(submission: Submission) -> Submission:
    """The submission as it stands now, nobody else's to change: the author is never too late to decide."""
    return Submission.objects.select_for_update().get(pk=submission.pk)


def _write(submission: Submission, letter: str) -> None:
    if submission.email:
        transaction.on_commit(partial(tasks.write.enqueue, submission.pk, letter))


def _remove_story(submission: Submission) -> None:
    if submission.story:
        story, submission.story, submission.agreed_words = submission.story, None, ""
        submission.save(update_fields=["story", "agreed_words"])
        _forget_page(story, submission.reference)
    _remove_pictures(submission)


def _remove_pictures(submission: Submission) -> None:
    for photo in submission.photos.exclude(picture=None).select_related("picture"):
        ModelLogEntry.objects.for_instance(photo.picture).update(label=submission.reference, data={})
        photo.picture.delete()


def _picture_blocks(story: StoryPage) -> list[dict]:
    return [block for block in story.body.raw_data if block["type"] == "picture"]


def _show_pictures(submission: Submission, shown: set[int]) -> None:
    """Has exactly these pictures where the public can reach them: what nobody published stays private."""
    for photo in submission.photos.exclude(picture=None).select_related("picture"):
        photo.picture.show(public=photo.picture_id in shown)


def _forget_page(story: StoryPage, reference: str, but: int = 0) -> None:
    """Deletes a story in every language, with the words that lists, logs and translations kept of it.

    `but` is the page that somebody is deleting already.
    """
    key = story.translation_key
    pages = list(Page.objects.filter(translation_key=key))
    strings = list(String.objects.filter(segments__source__object_id=key).values_list("pk", flat=True))
    for page in pages:
        if page.pk != but:
            page.specific.delete()
    TranslationSource.objects.filter(object_id=key).delete()
    String.objects.filter(pk__in=strings, segments=None).delete()
    TranslationRecord.objects.filter(translation_key=key).delete()
    PageLogEntry.objects.filter(page_id__in=[page.pk for page in pages]).update(label=reference, data={})


def _move(
    submission: Submission, to: State, by: AbstractBaseUser | None = None, note: str = "", **fields: object
) -> None:
    from_state = State(submission.state)
    if to not in ALLOWED[from_state]:
        raise Conflict
    _change(submission, state=to, closed_at=timezone.now() if to in CLOSED else None, **fields)
    _log(submission, What.MOVED, from_state, by, note)


def _note(
    submission: Submission, what: What, by: AbstractBaseUser | None = None, note: str = "", **fields: object
) -> None:
    _change(submission, **fields)
    _log(submission, what, State(submission.state), by, note)


def _change(submission: Submission, **fields: object) -> None:
    fields["version"] = submission.version + 1
    unchanged = Submission.objects.filter(pk=submission.pk, state=submission.state, version=submission.version)
    if unchanged.update(**fields) != 1:
        raise Conflict
    for name, value in fields.items():
        setattr(submission, name, value)


def _log(submission: Submission, what: What, from_state: State, by: AbstractBaseUser | None, note: str) -> None:
    SubmissionEvent.objects.create(
        submission=submission, what=what, by=by, from_state=from_state, to_state=submission.state, note=note
    )
