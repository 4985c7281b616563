"""What follows from publishing: papers are made anew or taken away, and a topic is sensitive in every language."""

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from home import page_cache
from home.languages import SOURCE
from home.models import Contact, Fact, Picture, Term
from welcomepack.models import TopicPage, WelcomePackPage
from welcomepack.paper import shelf
from welcomepack.tasks import make_papers_anew


def connect() -> None:
    page_published.connect(topic_was_published, sender=TopicPage)
    for model in (TopicPage, WelcomePackPage):
        page_published.connect(content_changed, sender=model)
        page_unpublished.connect(content_taken_down, sender=model)
    for model in (Contact, Fact, Term):
        post_save.connect(content_changed, sender=model)
    for model in (Contact, Fact, Picture, Term):
        post_delete.connect(content_taken_down, sender=model)
    post_save.connect(content_taken_down, sender=PageViewRestriction)
    post_delete.connect(page_was_deleted)


def content_changed(**kwargs) -> None:
    transaction.on_commit(make_ahead)


def make_ahead() -> None:
    """Has papers made before a reader asks, where a worker does it; without one it is the next reader who waits."""
    if settings.TASK_WORKER and any(shelf.kept_papers()):
        make_papers_anew.enqueue()


def content_taken_down(**kwargs) -> None:
    transaction.on_commit(shelf.remove_all)


def page_was_deleted(sender: type[Model], **kwargs) -> None:
    if issubclass(sender, Page):
        transaction.on_commit(shelf.remove_all)


def topic_was_published(sender: type[Model], instance: TopicPage, **kwargs) -> None:
    """A topic is sensitive in every language or in none, whenever its translations were made."""
    if instance.locale.language_code == SOURCE:
        others = TopicPage.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
        others.update(sensitive=instance.sensitive)
        transaction.on_commit(page_cache.expire)
