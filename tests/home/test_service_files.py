import csv
from io import StringIO
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale

from home import service_files
from home.models import Place, Service
from home.service_files import COLUMNS, bring_in

GOOD = {"key": "club", "kind": "english", "name": "Conversation club", "hours": "Tu 10:00-12:00", "spoken": "en tr"}
GOOD |= {"is_free": "yes", "place": "The Hall", "owned_by": "Somebody", "owner_email": "somebody@example.com"}


@pytest.fixture(autouse=True)
def hall(home):
    return Place.objects.create(name="The Hall")


def file(*rows: dict, encoding: str = "utf-8") -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def test_a_trial_keeps_nothing_and_the_same_file_twice_changes_nothing():
    trial = bring_in(file(GOOD), keep=False)
    assert (trial.new, trial.problems, Service.objects.count()) == (1, [], 0)
    assert bring_in(file(GOOD), keep=True).new == 1
    again = bring_in(file(GOOD), keep=True)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    changed = bring_in(file(GOOD | {"name": "Talking club"}), keep=True)
    assert (changed.changed, Service.objects.get().name) == (1, "Talking club")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": ""}, "the key is missing"),
        ({"kind": "disco"}, "kind"),
        ({"name": "=HYPERLINK(1)"}, "begins like a formula"),
        ({"place": "Nowhere"}, "no place called Nowhere"),
        ({"hours": "always"}, "hours"),
        ({"is_free": "perhaps"}, "is_free is yes, no or empty"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"name": "n" * 121}, "name"),
        ({"name": "n" * 200_000}, "name"),
        ({"place": "n" * 200_000}, "no place called nnn"),
        ({"level": "expert"}, "level"),
        ({"key": "club"}, "stands in the file twice"),
    ],
)
def test_one_bad_row_is_named_and_keeps_everything_out(wrong, said):
    outcome = bring_in(file(GOOD, GOOD | {"key": "other"} | wrong), keep=True)
    assert len(outcome.problems) == 1
    assert outcome.problems[0].startswith("Row 3: ")
    assert said in outcome.problems[0]
    assert len(outcome.problems[0]) < 400
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "columns are missing"),
        (file(), "There is no row"),
        (file(GOOD | {"name": "Caf\u00e9"}, encoding="latin-1"), "not in UTF-8"),
        (b"key,kind\nclub,english\n", "columns are missing"),
        (b"\x89PNG\r\n\x1a\n\0", "not in UTF-8"),
        (file(GOOD)[:-30] + b',"', "breaks off"),
        (file(GOOD, encoding="utf-16"), "not in UTF-8"),
        (file(GOOD, encoding="utf-16-le"), "This is no CSV file"),
        (file(GOOD).replace(b",", b";"), "columns are missing"),
        (file(*[GOOD] * (service_files.MOST_ROWS + 1)), "more than 500 rows"),
        (file(GOOD) + b"x" * service_files.MOST_BYTES, "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content, said):
    outcome = bring_in(content, keep=True)
    assert [said in problem for problem in outcome.problems] == [True]
    assert not Service.objects.exists()


def test_a_comma_too_many_is_no_shifted_row():
    head, row, _end = file(GOOD).split(b"\r\n")
    shifted = row.replace(b"Conversation club", b"Conversation club, with tea")
    assert "Row 2: there are more cells than columns." in bring_in(b"\r\n".join([head, shifted]), keep=True).problems
    assert not Service.objects.exists()


def test_a_hundred_thousand_rows_are_refused():
    rows = file(GOOD) + file(GOOD).splitlines(keepends=True)[1] * 100_000
    assert bring_in(rows, keep=True).problems == ["The file is larger than 2 MB. Split it."]
    assert "more than 500 rows" in bring_in(b"\n".join([rows[:250], b",\n" * 100_000]), keep=True).problems[0]


def test_two_people_bring_in_the_same_file_at_once_and_its_services_are_there_once(in_threads):
    Locale.objects.get_or_create(language_code="en")
    together = Barrier(2)

    def bring() -> tuple[int, int, list[str]]:
        together.wait(10)
        outcome = bring_in(file(GOOD | {"place": ""}), keep=True)
        return outcome.new, outcome.same, outcome.problems

    with in_threads(2) as submit:
        assert sorted(sent.result(30) for sent in [submit(bring), submit(bring)]) == [(0, 1, []), (1, 0, [])]


def test_an_editor_tries_it_and_brings_it_in(admin_client, client):
    def post(action: str):
        upload = SimpleUploadedFile("services.csv", file(GOOD))
        return admin_client.post("/admin/services-in/", {"file": upload, "action": action})

    assert "New: 1." in post("try").text
    assert not Service.objects.exists()
    assert "brought in" in post("keep").text
    assert Service.objects.count() == 1
    assert admin_client.post("/admin/services-in/", {}).status_code == 422
    assert client.get("/admin/services-in/").status_code == 302
