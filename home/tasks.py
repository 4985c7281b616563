from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from home import due, facts, languages, machine_drafts
from home.languages import SOURCE
from home.models import ContactMessage, FormAnswer, FormPage, MachineDraft, TranslationProblem
from home.permissions import reviewers

# However many problems arrive, a language's reviewers get no more mails than this in an hour: the list has them all.
MAILS_AN_HOUR = 10


@task(backend="queue")
def tell_reviewers(problem_id: int) -> None:
    """Writes to the reviewers that a translation has a problem, in English, the language staff share.

    The reader's words and address stay in the admin, where they are deleted in time; mail cannot be called back.
    """
    problem = TranslationProblem.objects.filter(pk=problem_id).first()
    if problem is None or _is_one_too_many(problem):
        return
    name = languages.language(problem.language).english_name
    with override(SOURCE):
        body = render_to_string(
            "home/mail/translation_problem.txt",
            {
                "name": name,
                "page": f"{settings.SITE_ADDRESS}{problem.path}",
                "record": f"{settings.SITE_ADDRESS}{reverse('translationproblem:edit', args=[problem.pk])}",
            },
        )
        for reviewer in reviewers(problem.language):
            EmailMessage(
                subject=f"{name}: something is wrong with a translation",
                body=body,
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[reviewer.email],
                headers={"Content-Language": SOURCE, "Auto-Submitted": "auto-generated"},
            ).send()


def _is_one_too_many(problem: TranslationProblem) -> bool:
    earlier = TranslationProblem.objects.filter(language=problem.language, pk__lt=problem.pk)
    return earlier.sent_within(timedelta(hours=1), problem.sent_at).count() >= MAILS_AN_HOUR


@task(backend="queue")
def acknowledge_complaint(message_id: int) -> None:
    """Acknowledges a message about personal data, in its language (duty P9); once an hour for an address at most."""
    message = ContactMessage.objects.filter(pk=message_id).first()
    if message is None or _was_acknowledged(message):
        return
    with override(message.language):
        EmailMessage(
            subject=gettext("We have your message about your personal data"),
            body=render_to_string("home/mail/personal_data.txt", {"message": message}),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.email],
            headers={"Content-Language": message.language, "Auto-Submitted": "auto-generated"},
        ).send()


def _was_acknowledged(message: ContactMessage) -> bool:
    hour = message.sent_at - timedelta(hours=1)
    return ContactMessage.objects.filter(
        subject=message.subject, email__iexact=message.email, sent_at__gt=hour, pk__lt=message.pk
    ).exists()


@task(backend="queue")
def tell_addressees(answer_id: int) -> None:
    """Tells those a form names, in English, that answers came, and where; what was written stays in the admin."""
    answer = FormAnswer.objects.select_related("form").filter(pk=answer_id).first()
    if answer is None or _came_in_a_flood(answer):
        return
    title = " ".join(answer.form.title.split())
    with override(SOURCE):
        body = render_to_string(
            "home/mail/form_answered.txt",
            {"title": title, "record": f"{settings.SITE_ADDRESS}{reverse('formanswer:edit', args=[answer.pk])}"},
        )
        for address in answer.form.mail_addresses():
            EmailMessage(
                subject=f"Answers to a form: {title}",
                body=body,
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[address],
                headers={"Content-Language": SOURCE, "Auto-Submitted": "auto-generated"},
            ).send()


def _came_in_a_flood(answer: FormAnswer) -> bool:
    hour = answer.sent_at - timedelta(hours=1)
    earlier = FormAnswer.objects.filter(form=answer.form, sent_at__gt=hour, is_suspect=False, pk__lt=answer.pk)
    return earlier.count() >= MAILS_AN_HOUR


@task(backend="queue")
def send_receipt(answer_id: int) -> None:
    """A receipt to the address somebody gave, in their language; once an hour for an address at most.

    It repeats nothing they wrote: the address may be somebody else's.
    """
    answer = FormAnswer.objects.select_related("form").filter(pk=answer_id).exclude(email="").first()
    if answer is None or _has_a_receipt(answer):
        return
    pages = FormPage.objects.in_language(answer.language).filter(translation_key=answer.form.translation_key)
    page = pages.first() or answer.form
    with override(answer.language):
        context = {"page": page, "answer": answer, "thanks": facts.in_plain(page.thanks, page.facts())}
        EmailMessage(
            subject=gettext("We have your answers"),
            body=render_to_string("home/mail/form_receipt.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[answer.email],
            headers={"Content-Language": answer.language, "Auto-Submitted": "auto-generated"},
        ).send()


def _has_a_receipt(answer: FormAnswer) -> bool:
    hour = answer.sent_at - timedelta(hours=1)
    earlier = FormAnswer.objects.filter(email__iexact=answer.email, sent_at__gt=hour, is_suspect=False)
    return earlier.filter(pk__lt=answer.pk).exists()


@task(backend="queue")
def make_machine_draft(draft_id: int) -> None:
    """Drafts a page or snippet in one language; without a worker only as much as somebody can wait for."""
    run = MachineDraft.objects.filter(pk=draft_id, finished_at=None).first()
    if run is not None:
        machine_drafts.make(run, seconds=None if settings.TASK_WORKER else machine_drafts.SECONDS_WITHOUT_WORKER)


@task(backend="queue")
def remind_owner(address: str, day: str) -> None:
    """Writes once to an owner, in English, about everything of theirs that is due on `day` (ISO) or soon.

    That it was sent is kept only if it was: what a mail server refuses is tried again the next day.
    """
    today = date.fromisoformat(day)
    with transaction.atomic():
        things = due.claim_reminders(address, today)
        if not things:
            return
        with override(SOURCE):
            context = {
                "site": settings.WAGTAIL_SITE_NAME,
                "things": [
                    {
                        "name": thing.name_for_review,
                        "kind": due.kind_of(type(thing)),
                        "details": thing.details_for_review,
                        "address": due.public_address(thing),
                        "was_due": thing.next_review < today,
                        "next_review": thing.next_review,
                        "link": due.link_to(thing),
                    }
                    for thing in things
                ],
                "link_days": due.LINK_DAYS,
                "contact": f"{settings.SITE_ADDRESS}{reverse('contact')}",
            }
            EmailMessage(
                subject=f"Still correct? {settings.WAGTAIL_SITE_NAME}: {len(things)} to look at",
                body=render_to_string("home/mail/review_reminder.txt", context),
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[address],
                headers={"Content-Language": SOURCE, "Auto-Submitted": "auto-generated"},
            ).send()
