import pytest

from home.models import Area
from stories import limits
from stories.forms import FORMS
from stories.models import Submission
from stories.steps import Step
from tests.stories.conftest import TEXT

pytestmark = pytest.mark.django_db
GOOD = {
    Step.STORY: {"text": TEXT, "written_in": "en"},
    Step.NAME: {"name_shown": "first", "name": "Amina Khan"},
    Step.AREA: {"area": "none"},
    Step.AGE: {"is_adult": "yes"},
    Step.OTHERS: {"shows_others": "nobody", "has_children": "no"},
    Step.CONTACT: {"email": "amina@example.com"},
}
WITH_A_CHILD = {"has_children": "yes", "guardian_name": "Zoë", "guardian_is": "mother"}


def form_of(step: Step, submission: Submission | None = None, **changes):
    return FORMS[step](submission or Submission(), GOOD[step] | changes)


@pytest.mark.parametrize("step", GOOD)
def test_a_good_answer_is_taken(step):
    form = form_of(step)
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("step", "changes", "field", "message"),
    [
        ("story", {"text": "  "}, "text", "Enter your story"),
        ("story", {"text": "\0\0"}, "text", "Enter your story"),
        ("story", {"text": "a" * 10_001}, "text", "Story must be 10,000 characters or less"),
        ("story", {"text": "e" + "\u0301" * 30_001}, "text", "Story must be 10,000 characters or less"),
        ("story", {"written_in": "tlh"}, "written_in", "Choose the language of your story from the list"),
        ("story", {"written_in": ""}, "written_in", "Choose the language of your story"),
        ("name", {"name_shown": ""}, "name_shown", "Choose how you want to be named"),
        ("name", {"name_shown": "loud"}, "name_shown", "Choose how you want to be named"),
        ("name", {"name": "  "}, "name", "Enter your name, or choose that no name is shown"),
        ("name", {"name": "a" * 121}, "name", "Name must be 120 characters or less"),
        ("area", {"area": "999"}, "area", "Choose a part of the borough, or that you would rather not say"),
        ("age", {"is_adult": "maybe"}, "is_adult", "Choose yes if you are 18 or older"),
        ("others", {"shows_others": ""}, "shows_others", "Choose who else is in your story or your photos"),
        ("others", {"has_children": ""}, "has_children", "Choose yes if it names or shows anyone under 18"),
        (
            "others",
            WITH_A_CHILD | {"guardian_name": "\t"},
            "guardian_name",
            "Enter the name of the parent or guardian",
        ),
        (
            "others",
            WITH_A_CHILD | {"guardian_is": "a" * 121},
            "guardian_is",
            "What they are to the child must be 120 characters or less",
        ),
        ("contact", {"email": "amina"}, "email", "Enter an e-mail address in the form name@example.com"),
        ("contact", {"email": "a" * 250 + "@example.com"}, "email", "E-mail address must be 254 characters or less"),
    ],
)
def test_f6_each_problem_has_one_message_at_its_field_that_says_what_to_do(step, changes, field, message):
    errors = form_of(Step(step), **changes).errors
    assert field in errors
    assert errors == {field: errors[field]}
    assert message in errors[field]
    assert not any(word in error.lower() for error in errors[field] for word in ("valid", "please", "required"))


def test_whoever_is_named_with_an_area_says_which():
    named = Submission(name_shown=Submission.NameShown.FIRST_AND_AREA)
    assert form_of(Step.AREA, named).errors == {
        "area": ["Choose a part of the borough, or go back and be named without it"]
    }
    Area.objects.create(name="Leyton", slug="leyton")
    form = form_of(Step.AREA, named, area="leyton")
    assert form.is_valid()
    assert form.cleaned_data["area"].name == "Leyton"


def test_a_name_that_is_not_shown_is_not_kept_however_long():
    form = form_of(Step.NAME, name_shown="none", name="a" * 500)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == ""


def test_without_a_child_whatever_stands_in_the_other_fields_is_left_out():
    form = form_of(Step.OTHERS, guardian_name="a" * 500, guardian_is="mother")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["guardian_name"], form.cleaned_data["guardian_is"]) == ("", "")


def test_line_ends_count_once_and_marks_not_at_all():
    text = "e\u0301\r\n" * (limits.TEXT_CHARACTERS // 2)
    assert form_of(Step.STORY, text=text).is_valid()


def test_an_answer_goes_into_the_submission_and_touches_nothing_else():
    submission = Submission(text="Before", name="Zoë")
    form = form_of(Step.NAME, submission)
    assert form.is_valid()
    assert form.put_into(submission) == ("name_shown", "name")
    assert (submission.text, submission.name) == ("Before", "Amina Khan")
