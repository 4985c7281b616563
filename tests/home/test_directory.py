import pytest
from django.core.exceptions import ValidationError

from home.models import Area, Place, Service

ADDRESS = "/en/services/"


@pytest.fixture
def services(home):
    leyton = Area.objects.create(name="Leyton", slug="leyton")
    south = Area.objects.create(name="South Leyton", slug="south-leyton", parent=leyton)
    hall = Place.objects.create(name="The Hall", area=south)
    rows = (
        {"key": "class", "kind": "english", "name": "Beginners", "spoken": "en tr", "hours": "Tu 10:00-12:00"},
        {"key": "books", "kind": "library", "name": "Library", "is_free": True, "step_free": True, "place": hall},
    )
    made = []
    for row in rows:
        service = Service(locale=home.locale, **row)
        service.clean()
        service.save()
        made.append(service)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Beginners", "Library"}),
        ("?kind=english", {"Beginners"}),
        ("?language=tr", {"Beginners"}),
        ("?language=t", {"Beginners", "Library"}),
        ("?day=1", {"Beginners"}),
        ("?day=2", set()),
        ("?network=leyton", {"Library"}),
        ("?free=on&access=on", {"Library"}),
        ("?kind=english&free=on", set()),
    ],
)
def test_filters_narrow_the_list(client, services, asked, found):
    answer = client.get(f"{ADDRESS}{asked}")
    assert {service.name for service in answer.context["page_obj"]} == found


@pytest.mark.parametrize("asked", ["?kind=%00", "?day=99", "?network=../..", "?page=-1", "?language=xx", "?free=%ff"])
def test_a_filter_that_makes_no_sense_is_left_out_and_that_is_said(client, services, asked):
    answer = client.get(f"{ADDRESS}{asked}")
    assert (answer.status_code, answer.context["count"]) == (200, 1 if "free" in asked else 2)
    if asked.split("=")[0] not in ("?page", "?free"):
        assert "We did not understand" in answer.text


def test_a_card_says_when_it_was_checked_and_where_to_say_that_it_is_wrong(client, services):
    text = client.get(ADDRESS).text
    assert "Checked on" in text
    assert "/en/contact/?about=Beginners" in text
    assert "Tuesday" in text
    assert "Beginners: </textarea>" in client.get("/en/contact/?about=Beginners").text


def test_a_translated_service_stands_once_in_its_language(client, services, locales):
    turkish = services[0].copy_for_translation(locales["tr"])
    turkish.name = "Yeni başlayanlar"
    turkish.save()
    names = {service.name for service in client.get("/tr/services/").context["page_obj"]}
    assert names == {"Yeni başlayanlar", "Library"}


def test_the_list_asks_as_often_for_many_as_for_few(client, services, home, django_assert_max_num_queries):
    Service.objects.bulk_create(
        Service(key=f"s{number}", kind="food", name=f"Meal {number}", locale=home.locale) for number in range(60)
    )
    with django_assert_max_num_queries(12):
        assert client.get(ADDRESS).context["count"] == 62


@pytest.mark.parametrize("wrong", [{"hours": "always"}, {"spoken": "en klingon"}])
def test_hours_and_languages_are_checked(home, wrong):
    with pytest.raises(ValidationError):
        Service(key="a", kind="food", name="A", locale=home.locale, **wrong).clean()
