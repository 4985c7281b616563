"""Services from a spreadsheet, in the admin: tried first, then brought in."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from home import service_files

MOST_SHOWN = 100
NEEDED = ("home.add_service", "home.change_service")


class ServiceFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet as CSV"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty. Choose another"),
        },
    )

    use_required_attribute = False

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > service_files.MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Split it."))
        return file


class ServicesInMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perms(NEEDED)


def menu_item() -> MenuItem:
    label = gettext_lazy("Services from a spreadsheet")
    return ServicesInMenuItem(label, reverse_lazy("services_in"), icon_name="upload", order=900)


@require_http_methods(["GET", "HEAD", "POST"])
def services_in(request: HttpRequest) -> HttpResponse:
    """“Try it” shows what would happen, “Bring it in” does it; with one problem nothing is kept."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    form = ServiceFileForm(request.POST, request.FILES) if request.method == "POST" else ServiceFileForm()
    outcome, kept = None, False
    if form.is_valid():
        kept = request.POST.get("action") == "keep"
        outcome = service_files.bring_in(form.cleaned_data["file"].read(), keep=kept)
    problems = outcome.problems if outcome else []
    context = {
        "form": form,
        "outcome": outcome,
        "kept": kept and not problems,
        "problems": problems[:MOST_SHOWN],
        "more": max(0, len(problems) - MOST_SHOWN),
        "columns": ", ".join(service_files.COLUMNS),
        "page_title": _("Services from a spreadsheet"),
    }
    bad = form.errors or problems
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK
    return render(request, "home/admin/services_in.html", context, status=status)


urlpatterns = [path("services-in/", services_in, name="services_in")]
