"""What is taken up of the English is, row for row, what wagtail-localize itself would write."""

import json

import pytest
from wagtail_localize.models import OverridableSegment, TranslationSource

from home import english_segments
from home.english_segments import FIELDS
from home.models import Contact, InformationPage, Picture
from tests.home.test_pictures import photo


def rows(source: TranslationSource) -> dict:
    """Every row of this source with its number and place: what is deleted and made anew has another number."""
    return {
        model: set(model.objects.filter(source=source).values_list("pk", "context__field_path", "order", *own))
        for model, own in FIELDS.items()
    }


def body(contact: Contact, picture: Picture, *texts: str) -> str:
    image = {"image": picture.pk, "alt_text": "A street", "decorative": False}
    blocks = [
        *(("text", {"heading": "Again", "text": text}) for text in texts),
        ("checklist", {"heading": "Bring", "items": ["A letter", "A letter"]}),
        ("contact", {"contact": contact.pk}),
        ("picture", {"image": image, "caption": ""}),
    ]
    return json.dumps([{"type": kind, "value": value, "id": f"b{place}"} for place, (kind, value) in enumerate(blocks)])


@pytest.fixture
def page(home) -> InformationPage:
    contact = Contact.objects.create(name="Council", locale=home.locale)
    picture = Picture.objects.create(title="A street", description="A street", file=photo())
    link = '<p>See <a href="https://a.example/">here</a>.</p><p>See <a href="https://b.example/">here</a>.</p>'
    page = InformationPage(title="Help", slug="help", body=body(contact, picture, link, "<p>Again</p>"))
    return home.add_child(instance=page)


def test_a_new_page_is_taken_up_as_wagtail_localize_would(page):
    source = english_segments.take_up(page)
    taken_up = rows(source)
    assert all(taken_up[model] for model in FIELDS)
    source.update_from_db()
    assert rows(source) == taken_up


def test_a_changed_page_keeps_the_rows_of_what_stayed_and_loses_those_of_what_went(page):
    source = english_segments.take_up(page)
    before = rows(source)
    page.title, page.body = "Help and advice", json.dumps(page.body.get_prep_value()[:-1])
    page.save()
    after = rows(english_segments.take_up(page))
    assert after[OverridableSegment] < before[OverridableSegment]
    assert not any(before[model].isdisjoint(after[model]) for model in FIELDS)
    source.refresh_from_db()
    source.update_from_db()
    assert rows(source) == after
