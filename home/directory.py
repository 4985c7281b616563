"""The directory of services and places: one page, narrowed by filters that work without script."""

from collections.abc import Mapping

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import languages
from home.languages import SOURCE
from home.models import Area, Service
from home.models.services import LISTED, ServiceQuerySet
from home.routing import addresses
from home.search import LONGEST_QUESTION

A_PAGE = 20


class DirectoryFilters(forms.Form):
    """What a reader narrows the services by. A filter that makes no sense is dropped, and that is said."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *Service.Kind.choices],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level of English"),
        required=False,
        choices=[("", gettext_lazy("All levels")), *Service.Level.choices[:-1]],
    )
    network = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All areas"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language spoken"),
        required=False,
        choices=[
            ("", gettext_lazy("Any language")),
            *((language.code, language.autonym) for language in languages.LANGUAGES.values()),
        ],
    )
    day = forms.ChoiceField(
        label=gettext_lazy("Open on"),
        required=False,
        choices=[("", gettext_lazy("Any day")), *((str(day), name) for day, name in WEEKDAYS.items())],
    )
    free = forms.BooleanField(label=gettext_lazy("Free"), required=False)
    access = forms.BooleanField(label=gettext_lazy("Step-free"), required=False)

    use_required_attribute = False

    def __init__(self, data: Mapping) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["network"].queryset = Area.objects.all()
        self.is_valid()

    def applied_to(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """The services that fit every filter that could be understood."""
        chosen = self.cleaned_data
        if chosen.get("q"):
            services = services.saying(chosen["q"], get_language() or SOURCE)
        if chosen.get("level"):
            services = services.teaching(chosen["level"])
        if chosen.get("kind"):
            services = services.filter(kind=chosen["kind"])
        if chosen.get("network"):
            services = services.near(chosen["network"])
        if chosen.get("language"):
            services = services.speaking(chosen["language"])
        if chosen.get("day"):
            services = services.on(int(chosen["day"]))
        if chosen.get("free"):
            services = services.filter(is_free=True)
        if chosen.get("access"):
            services = services.filter(step_free=True)
        return services


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Services and places in the reader's language where they are translated (design, section 6)."""
    code = get_language() or SOURCE
    filters = DirectoryFilters(request.GET)
    dropped = [field.label for field in filters if field.errors]
    # What could not be understood is shown as not chosen.
    understood = request.GET.copy()
    for name in filters.errors:
        del understood[name]
    found = filters.applied_to(Service.objects.in_language(code)).order_by(*LISTED)
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Services and places"),
        "filters": DirectoryFilters(understood) if filters.errors else filters,
        "dropped": dropped,
        "page_obj": listed,
        "count": listed.paginator.count,
        "asked": understood,
        "today": timezone.localdate(),
        "alternates": addresses("directory"),
        "canonical": dict(addresses("directory"))[code],
    }
    return render(request, "home/directory.html", context)
