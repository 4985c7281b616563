"""Answers as a spreadsheet: exactly what is listed, every cell of it text."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from home import spreadsheets
from home.models import FormAnswer, FormPage, HomePage
from tests.home import asking

LIST = "/admin/formanswer/"
ATTACKS = ["=1+1", '=HYPERLINK("https://evil.example")', "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "= ا"]


@pytest.fixture(scope="module")
def published(once) -> int:
    with once():
        return asking.form(HomePage.objects.get()).pk


@pytest.fixture
def form(published: int, db) -> FormPage:
    return FormPage.objects.get(pk=published)


@pytest.fixture
def editor(admin_client, form):
    return admin_client


def kept(form: FormPage, *words: str, **fields: object) -> FormAnswer:
    answers = [
        {"key": f"q{number}", "question": f"Question {number}", "asked": "?", "answer": answer}
        for number, answer in enumerate(words)
    ]
    moment = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
    about = {"language": "ur", "sent_at": moment, "kept_until": moment.date(), "key": f"{words}{fields}"[:64]}
    return FormAnswer.objects.create(form=form, answers=answers, words="\n".join(words), **about | fields)


def read_csv(client, **query: object) -> list[list[str]]:
    answer = client.get(LIST, {"export": "csv"} | query)
    assert answer.streaming
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(client, **query: object):
    answer = client.get(LIST, {"export": "xlsx"} | query)
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def test_a_file_has_what_the_list_has_and_no_more(form, editor):
    kept(form, "A garden", "باغ", state="closed", note="Rang")
    kept(form, "A choir")
    kept(form, "Gold", is_suspect=True)
    heading = ["Form", "Sent", "Language", "State", "Who sees to it", "Note", "Question 0", "Question 1"]
    closed = ["Tell us your idea", "2026-11-22 09:05", "Urdu", "Closed", "", "Rang", "A garden", "باغ"]
    assert read_csv(editor, state="closed") == [heading, closed]
    assert len(read_csv(editor)) == 1 + 2
    assert [[cell.value or "" for cell in row] for row in read_xlsx(editor, state="closed")] == [heading, closed]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_somebody_typed_is_a_formula(form, editor, attack):
    kept(form, attack, note=attack)
    row = read_csv(editor)[1]
    assert row[5] == row[6] == f"'{attack}"
    assert [cell.data_type for cell in read_xlsx(editor)[2][5:7]] == ["s", "s"]


def test_a_question_in_words_of_a_formula_is_a_heading(form, editor):
    answer = kept(form, "x")
    answer.answers[0]["question"] = "=1+1"
    answer.save()
    assert read_csv(editor)[0][6] == "'=1+1"
    assert read_xlsx(editor)[1][6].value == "'=1+1"


def test_dates_and_numbers_are_text_too(form, editor):
    kept(form, "2026-12-31", "007")
    cells = read_xlsx(editor)[2]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert [cells[6].value, cells[7].value] == ["2026-12-31", "007"]


def test_a_file_of_many_takes_no_more_questions_than_one_of_few(form, editor, django_assert_max_num_queries):
    for number in range(30):
        kept(form, f"Garden {number}")
    with django_assert_max_num_queries(10):
        assert len(read_csv(editor)) == 31


def test_a_question_that_was_reworded_is_one_column_under_its_latest_words(form, editor):
    kept(form, "first", sent_at=datetime(2026, 1, 1, tzinfo=UTC))
    later = kept(form, "second")
    later.answers[0]["question"] = "Asked anew"
    later.save()
    assert read_csv(editor)[0][6:] == ["Asked anew"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_empty_list_is_a_heading(editor, format):
    read = {"csv": lambda: read_csv(editor), "xlsx": lambda: list(read_xlsx(editor).values)}[format]()
    assert len(read) == 1


@given(st.text(), st.sampled_from(["csv", "xlsx"]))
def test_any_text_makes_a_cell_that_is_no_formula(text, export_format):
    made = spreadsheets.cell(text, export_format)
    assert spreadsheets.cell(made, export_format) == made
    if export_format == "csv":
        assert not made.lstrip(" ").startswith(spreadsheets.STARTS_A_FORMULA)
    assert "".join(made.split()).lstrip("'") == "".join(spreadsheets.NOT_IN_XML.sub("", text).split()).lstrip("'")


def test_staff_can_be_named_like_a_formula(form, editor):
    user = get_user_model().objects.create_user("@boss", "boss@example.com")
    kept(form, "x", assignee=user)
    assert read_csv(editor)[1][4] == "'@boss"
