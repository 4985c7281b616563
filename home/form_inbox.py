"""The answers to forms in the admin: each list, row and file holds those to forms its reader may change."""

from collections.abc import Iterable

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from home import spam
from home.languages import LANGUAGES, SOURCE
from home.models import FormAnswer, FormPage
from home.own_rows import OpensOwnRows, OwnIndex
from home.spreadsheets import PlainSpreadsheet
from home.suspected import SuspectedFilter

SIGHT_CHARACTERS = 90
ABOUT = {
    "form": gettext_lazy("Form"),
    "sent": gettext_lazy("Sent"),
    "language": gettext_lazy("Language"),
    "state": gettext_lazy("State"),
    "assignee": gettext_lazy("Who sees to it"),
    "note": gettext_lazy("Note"),
}


def forms_of(user: AbstractBaseUser) -> QuerySet:
    """The English forms this person may change, whose answers they see."""
    pages = PagePermissionPolicy(FormPage).instances_user_has_permission_for(user, "change")
    return pages.filter(locale__language_code=SOURCE)


def own_forms(user: AbstractBaseUser) -> frozenset[int]:
    """Their numbers, asked for once per user object, so once per request."""
    if not hasattr(user, "_own_forms"):
        user._own_forms = frozenset(forms_of(user).values_list("pk", flat=True))
    return user._own_forms


def staff_for(form: FormPage) -> QuerySet:
    """Who sees the answers to this form."""
    return PagePermissionPolicy(FormPage).users_with_permission_for_instance("change", form)


class FormAnswersPolicy(BasePermissionPolicy):
    """Whoever may change a form sees, settles and deletes the answers to it; nobody writes any by hand."""

    ACTIONS = frozenset({"view", "change", "delete"})

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in self.ACTIONS and bool(own_forms(user))

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return bool(self.ACTIONS & set(actions) and own_forms(user))

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: FormAnswer) -> bool:
        return action in self.ACTIONS and instance.form_id in own_forms(user)

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: FormAnswer
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Iterable[str]) -> QuerySet:
        return FormAnswer.objects.filter(form__in=own_forms(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return PagePermissionPolicy(FormPage).users_with_any_permission(actions)


class FormAnswerForm(WagtailAdminModelForm):
    """State, note, and who sees to it: one of those who see it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "assignee" in self.fields:
            self.fields["assignee"].queryset = staff_for(self.instance.form)


class AnswersPanel(Panel):
    """What was asked, in English and as it was read, and what was answered."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/form_answers.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            answer = self.instance
            return {
                **super().get_context_data(parent_context),
                "answer": answer,
                "written_in": LANGUAGES[answer.language],
                "suspicions": [spam.SUSPICIONS[key] for key in answer.suspicions if key in spam.SUSPICIONS],
            }


class FormAnswerFilterSet(WagtailFilterSet):
    """What of the answers is shown; those perhaps from robots only when asked for."""

    form = django_filters.ModelChoiceFilter(
        label=ABOUT["form"],
        queryset=lambda request: forms_of(request.user),
        empty_label=gettext_lazy("All"),
    )
    assignee = django_filters.ModelChoiceFilter(
        label=ABOUT["assignee"],
        queryset=lambda request: get_user_model().objects.filter(
            pk__in=FormAnswer.objects.filter(form__in=forms_of(request.user)).values("assignee")
        ),
        empty_label=gettext_lazy("All"),
    )
    suspected = SuspectedFilter()

    class Meta:
        model = FormAnswer
        fields = ("form", "state", "assignee", "language", "suspected")


class FormAnswers(PlainSpreadsheet, OwnIndex):
    """The list, and the file of exactly what it lists."""

    export_filename = "answers"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("form", "assignee")

    def filter_queryset(self, answers: QuerySet) -> QuerySet:
        found = super().filter_queryset(answers)
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return found if chosen.get("suspected") else found.filter(is_suspect=False)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> object:
        """A column for each question there are answers to, under its latest English words."""
        asked = {
            answer["key"]: answer["question"]
            for answers in queryset.order_by("sent_at").values_list("answers", flat=True).iterator()
            for answer in answers
        }
        self.export_headings = ABOUT | asked
        self.list_export = list(self.export_headings)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item: FormAnswer) -> dict[str, str]:
        about = {
            "form": item.form.title,
            "sent": f"{timezone.localtime(item.sent_at):%Y-%m-%d %H:%M}",
            "language": LANGUAGES[item.language].english_name,
            "state": item.get_state_display(),
            "assignee": item.assignee or "",
            "note": item.note,
        }
        return dict.fromkeys(self.list_export, "") | about | {one["key"]: one["answer"] for one in item.answers}

    @property
    def show_export_buttons(self) -> bool:
        return True


class FirstWords(Column):
    """The beginning of what was answered, in its own direction."""

    cell_template_name = "home/admin/first_words.html"

    def get_value(self, instance: FormAnswer) -> str:
        return " ".join(instance.words[: 2 * SIGHT_CHARACTERS].split())[:SIGHT_CHARACTERS]


class FormAnswerViewSet(OpensOwnRows, ModelViewSet):
    model = FormAnswer
    icon = "form"
    add_to_reference_index = False
    index_view_class = FormAnswers
    copy_view_enabled = False
    inspect_view_enabled = False
    filterset_class = FormAnswerFilterSet
    search_fields = ["words", "note"]
    list_display = [
        "form",
        FirstWords("words", label=gettext_lazy("Answers")),
        DateColumn("sent_at", label=ABOUT["sent"], sort_key="sent_at"),
        Column("get_language_display", label=ABOUT["language"], sort_key="language"),
        Column("get_state_display", label=ABOUT["state"], sort_key="state"),
        Column("assignee", label=ABOUT["assignee"]),
    ]
    edit_handler = ObjectList(
        [AnswersPanel(), FieldPanel("state"), FieldPanel("assignee"), FieldPanel("note")],
        base_form_class=FormAnswerForm,
    )
