"""A topic is sensitive in every language or in none, whenever its translations were made."""

from django.db import transaction
from django.db.models import Model
from wagtail.signals import page_published

from home import page_cache
from home.languages import SOURCE
from welcomepack.models import TopicPage


def connect() -> None:
    page_published.connect(topic_was_published, sender=TopicPage)


def topic_was_published(sender: type[Model], instance: TopicPage, **kwargs) -> None:
    if instance.locale.language_code == SOURCE:
        others = TopicPage.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
        others.update(sensitive=instance.sensitive)
        transaction.on_commit(page_cache.expire)
