import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from home.models import Area, Contact, ContactMessage, InformationPage, Place, Service

ADDRESS = "/en/services/"


@pytest.fixture(scope="module")
def listed(once) -> list[int]:
    class_ = {
        "key": "class",
        "kind": "english",
        "name": "Beginners",
        "spoken": "en tr",
        "hours": "Tu 10:00-12:00",
        "level": "some",
    }
    library = {"key": "books", "kind": "library", "name": "Library", "is_free": True, "step_free": True}
    with once():
        leyton = Area.objects.create(name="Leyton", slug="leyton")
        south = Area.objects.create(name="South Leyton", slug="south-leyton", parent=leyton)
        hall = Place.objects.create(name="The Hall", area=south)
        made = []
        for row in (class_, library | {"place": hall}):
            service = Service(locale=Locale.objects.get(language_code="en"), **row)
            service.clean()
            service.save()
            made.append(service.pk)
    return made


@pytest.fixture
def services(listed: list[int], db) -> list[Service]:
    return [Service.objects.get(pk=number) for number in listed]


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
        ("?level=some", {"Beginners"}),
        ("?level=good", set()),
        ("?q=BEGINNER", {"Beginners"}),
        ("?q=class", {"Beginners"}),
        ("?q=hall+library", {"Library"}),
        ("?q=library+class", set()),
        ("?q=%3F%21", {"Beginners", "Library"}),
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


def test_a_service_is_found_in_the_readers_words_and_in_english(client, services, locales):
    turkish = services[0].copy_for_translation(locales["tr"])
    turkish.name = "Yeni başlayanlar"
    turkish.save()
    for question in ("baslayanlar", "beginners", "İngilizce", "english"):
        found = client.get("/tr/services/", {"q": question}).context["page_obj"]
        assert [service.name for service in found] == ["Yeni başlayanlar"], question


def test_classes_for_all_levels_are_for_beginners_too(client, services):
    Service.objects.filter(key="class").update(level="all")
    assert client.get(f"{ADDRESS}?level=beginners").context["count"] == 1


def test_what_is_still_in_english_says_so_in_its_own_language(client, services):
    text = client.get("/tr/services/").text
    assert '<html lang="tr"' in text
    assert '<h3 lang="en" dir="ltr">Beginners</h3>' in text
    assert text.count('<bdi lang="en" dir="ltr">English</bdi>') == 2


def test_the_sites_search_leads_to_services(client, services):
    answer = client.get("/en/search/?q=library")
    assert [service.name for service in answer.context["services"]] == ["Library"]
    assert "Nothing was found" not in answer.text
    assert "/en/services/?q=library#books" in answer.text
    assert client.get("/en/search/?q=%3F").context["services"] == []


def test_services_are_in_the_sitemap_and_name_their_versions(client, services):
    sitemap = client.get("/sitemap.xml").text
    assert "<loc>http://127.0.0.1:8000/tr/services/</loc>" in sitemap
    assert '<xhtml:link rel="alternate" hreflang="ps" href="http://127.0.0.1:8000/ps/services/"/>' in sitemap
    assert "<loc>http://127.0.0.1:8000/en/our-place/pledge/</loc>" in sitemap
    text = client.get("/tr/services/?kind=library").text
    assert '<link rel="canonical" href="http://127.0.0.1:8000/tr/services/">' in text
    assert '<link rel="alternate" hreflang="ur" href="http://127.0.0.1:8000/ur/services/">' in text


def test_staff_read_what_a_report_is_about(client, services):
    form = client.get("/en/contact/?about=Beginners").context["form"]
    sent = {"subject": "question", "message": f"{form.initial['message']}It is closed on Tuesdays."}
    assert client.post("/en/contact/", sent).status_code == 302
    assert ContactMessage.objects.get().message == "Beginners: It is closed on Tuesdays."


@pytest.mark.indexed
def test_staff_see_where_a_contact_a_place_and_a_service_are_used(admin_client, services, home):
    contact = Contact.objects.create(name="Switchboard", locale=home.locale)
    block = {"type": "contact", "value": {"contact": contact.pk}, "id": str(uuid4())}
    page = home.add_child(instance=InformationPage(title="Housing", slug="housing", body=json.dumps([block])))
    services[1].contact = contact
    for service in services:
        service.save()
    for used, by in ((contact, {"Housing", "Library"}), (services[1].place, {"Library"})):
        names = f"wagtailsnippets_{used._meta.app_label}_{used._meta.model_name}"
        usage = reverse(f"{names}:usage", args=[used.pk])
        assert usage in admin_client.get(reverse(f"{names}:edit", args=[used.pk])).text
        text = admin_client.get(usage).text
        assert {name for name in ("Housing", "Library", "Beginners") if name in text} == by
    assert page.live


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
