"""The facts, contacts and places in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import Alert, Area, Category, Contact, CouncilTask, Fact, Person, Place, Service, Term
from home.own_rows import TranslatedViewSet


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "pick"
    list_display = ["label", "value", "key", "checked_on", "next_review"]
    list_filter = ["kind", "is_sample"]
    search_fields = ["label", "key", "value"]


class TermViewSet(TranslatedViewSet):
    model = Term
    icon = "help"
    list_display = ["english", "word", "key"]
    search_fields = ["english", "word", "key"]


class ContactViewSet(TranslatedViewSet):
    model = Contact
    icon = "mail"
    list_display = ["name", "phone_fact", "next_review"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = ["name", "area", "postcode"]
    list_filter = ["area"]


class ServiceViewSet(TranslatedViewSet):
    model = Service
    icon = "home"
    list_display = ["name", "kind", "place", "next_review"]
    list_filter = ["kind", "is_free"]
    search_fields = ["name", "key"]


class PersonViewSet(TranslatedViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role"]


class CategoryViewSet(TranslatedViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "slug"]


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "globe"
    list_display = ["name", "parent"]


class AlertViewSet(TranslatedViewSet):
    model = Alert
    icon = "warning"
    list_display = ["text", "starts_at", "expires_at"]


class CouncilTaskViewSet(SnippetViewSet):
    model = CouncilTask
    icon = "link"
    list_display = ["task", "url", "sort_order"]


class Records(SnippetViewSetGroup):
    """The facts, contacts and places that pages are made of."""

    menu_label = _("Facts and places")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        FactViewSet,
        TermViewSet,
        ContactViewSet,
        PlaceViewSet,
        ServiceViewSet,
        PersonViewSet,
        CategoryViewSet,
        AreaViewSet,
        AlertViewSet,
        CouncilTaskViewSet,
    )
