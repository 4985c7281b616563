"""Who may do what, asked of the real addresses: each table is compared whole, so a row that changes shows its cells."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from unittest import mock

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from ourplace import roles
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from home import desk_passages
from home.models import (
    Alert,
    Area,
    Category,
    Contact,
    CouncilTask,
    Fact,
    InformationPage,
    Person,
    Place,
    Term,
    TranslationProblem,
    TranslationRecord,
)
from home.permissions import may_check
from home.translation import State
from tests import translating

WHO = {
    "nobody": None,
    "moderator": "Moderators",
    "editor": "Editors",
    "translator": "Translators: Urdu",
    "reviewer": "Reviewers: Urdu",
    "polish": "Reviewers: Polish",
    "admin": None,
}

PAGES = """
                                  nobody moderator editor translator reviewer polish admin
Urdu: see it in the tree               -         -    yes        yes      yes      -   yes
Urdu: find it                          -         -    yes        yes      yes      -   yes
Urdu: open it                          -         -    yes        yes      yes      -   yes
Urdu: its history                      -         -    yes        yes      yes      -   yes
Urdu: compare two versions             -         -    yes        yes      yes      -   yes
Urdu: translate a passage              -         -    yes        yes      yes      -   yes
Urdu: empty a passage                  -         -    yes        yes      yes      -   yes
Urdu: preview it                       -         -    yes        yes      yes      -   yes
Urdu: take it out as a file            -         -    yes        yes      yes      -   yes
Urdu: bring the file back              -         -    yes        yes      yes      -   yes
Urdu: have a machine draft it          -         -    yes        yes      yes      -   yes
Urdu: stop it                          -         -    yes        yes      yes      -   yes
Urdu: start it again                   -         -    yes        yes      yes      -   yes
Urdu: publish it                       -         -    yes          -      yes      -   yes
Urdu: publish many                     -         -    yes          -      yes      -   yes
Urdu: say that it is right             -         -      -          -      yes      -   yes
Urdu: take it down                     -         -    yes          -      yes      -   yes
Urdu: delete it                        -         -    yes          -        -      -   yes
Urdu: delete many                      -         -    yes          -        -      -   yes
Urdu: copy it                          -         -    yes          -        -      -   yes
Urdu: move it                          -         -    yes          -        -      -   yes
Urdu: add a page                       -         -    yes          -        -      -   yes
Urdu: turn it back into English        -         -      -          -        -      -     -
Urdu: send a page into it              -         -    yes        yes      yes      -   yes
Polish: send a page into it            -         -    yes          -        -    yes   yes
Tamil: send the first page into it      -         -    yes          -        -      -   yes
Urdu: send it on into another          -         -      -          -        -      -     -
English: see it in the tree            -       yes    yes          -        -      -   yes
English: open it                       -       yes    yes          -        -      -   yes
English: its history                   -       yes    yes          -        -      -   yes
English: take it down                  -       yes    yes          -        -      -   yes
English: delete it                     -       yes    yes          -        -      -   yes
English: bring into all translations      -         -    yes          -        -      -   yes
Urdu: see it at the desk               -         -    yes        yes      yes      -   yes
Urdu: open its passages                -         -    yes        yes      yes      -   yes
Urdu: begin one at the desk            -         -    yes        yes      yes      -   yes
Urdu: call it still correct            -         -    yes        yes      yes      -   yes
Urdu: publish it at the desk           -         -    yes          -      yes      -   yes
Urdu: check it at the desk             -         -      -          -      yes      -   yes
Urdu: export from the desk             -         -    yes        yes      yes      -   yes
Urdu: import at the desk               -         -    yes        yes      yes      -   yes
Urdu: import and publish               -         -    yes          -      yes      -   yes
Urdu: machine draft at the desk        -         -    yes        yes      yes      -   yes
Urdu: wagtail-localize's report        -         -      -          -        -      -     -
Urdu: link to it                       -       yes    yes        yes      yes    yes   yes
Urdu: link to a draft                  -         -    yes        yes      yes      -   yes
English: link to a draft               -       yes    yes          -        -      -   yes
The languages: see and change          -         -      -          -        -      -   yes
Urdu: how it stands                    -         -    yes        yes      yes      -   yes
Urdu: what readers report              -         -    yes        yes      yes      -   yes
Urdu: say it is dealt with             -         -    yes        yes      yes      -   yes
"""

SNIPPETS = """
                                  nobody moderator editor translator reviewer polish admin
Urdu: see it in the list               -         -    yes        yes      yes      -   yes
Urdu: open it                          -         -    yes        yes      yes      -   yes
Urdu: its history                      -         -    yes        yes      yes      -   yes
Urdu: its usage                        -         -    yes        yes      yes      -   yes
Urdu: ask for its name                 -         -    yes        yes      yes      -   yes
Urdu: translate a passage              -         -    yes        yes      yes      -   yes
Urdu: empty a passage                  -         -    yes        yes      yes      -   yes
Urdu: set a value apart                -         -    yes        yes      yes      -   yes
Urdu: take it out as a file            -         -    yes        yes      yes      -   yes
Urdu: bring the file back              -         -    yes        yes      yes      -   yes
Urdu: have a machine draft it          -         -    yes        yes      yes      -   yes
Urdu: stop it                          -         -    yes        yes      yes      -   yes
Urdu: publish it                       -         -    yes          -      yes      -   yes
Urdu: type words at the desk           -         -    yes        yes      yes      -   yes
Urdu: publish it at the desk           -         -    yes          -      yes      -   yes
Urdu: change it by hand                -         -    yes          -      yes      -   yes
Urdu: delete it                        -         -    yes          -        -      -   yes
Urdu: delete many                      -         -    yes          -        -      -   yes
Urdu: send one into it                 -         -    yes        yes      yes      -   yes
Polish: send one into it               -         -    yes          -        -    yes   yes
English: see it in the list            -         -    yes          -        -      -   yes
English: open it                       -         -    yes          -        -      -   yes
English: change it                     -         -    yes          -        -      -   yes
English: add one                       -         -    yes          -        -      -   yes
English: delete it                     -         -    yes          -        -      -   yes
A fact: open it                        -         -    yes          -        -      -   yes
"""

# The other kinds of record; those without a language are the same for everybody.
KINDS = """
                                  moderator editor translator reviewer polish
Urdu: see it in the list                  -    yes        yes      yes      -
Urdu: open it                             -    yes        yes      yes      -
Urdu: choose it                           -    yes        yes      yes      -
Urdu: have it as chosen                   -    yes        yes      yes      -
Urdu: change it by hand                   -    yes          -      yes      -
Urdu: delete it                           -    yes          -        -      -
English: open it                          -    yes          -        -      -
English: choose it                      yes    yes          -        -      -
English: change it                        -    yes          -        -      -
English: add one                          -    yes          -        -      -
English: delete it                        -    yes          -        -      -
The same for all: open it                 -    yes          -        -      -
The same for all: change it               -    yes          -        -      -
The same for all: add one                 -    yes          -        -      -
The same for all: delete it               -    yes          -        -      -
"""


def undrawn() -> AbstractContextManager:
    """Whatever a view says is its own, only the drawing of Wagtail's page is left out: it takes half the time."""
    return mock.patch.object(SimpleTemplateResponse, "rendered_content", "")


@dataclass
class Site:
    """The rows the tables are about, and one signed-in client after the other."""

    english: InformationPage
    unsent: InformationPage
    page: Page
    draft: Page
    fact: Fact
    term: Term
    own: Term
    unsent_term: Term
    contact: Contact
    client: Client
    user: User | None = None

    def get(self, name: str, *args, **query) -> HttpResponse:
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args, data: dict | None = None, **query) -> HttpResponse:
        with TestCase.captureOnCommitCallbacks(execute=True), undrawn():
            return self.client.post(reverse(name, args=args, query=query), data or {})

    def opens(self, name: str, *args, **query) -> bool:
        with undrawn():
            return self.get(name, *args, **query).status_code == 200

    def lists(self, name: str, *args, **query) -> Iterable:
        """What a list or a chooser has on its first page, undrawn."""
        with undrawn():
            context = getattr(self.get(name, *args, **query), "context_data", None) or {}
        return context.get("results") or context.get("object_list") or ()

    def shows(self, text: str, name: str, *args, **query) -> bool:
        answer = self.get(name, *args, **query)
        return answer.status_code == 200 and text in answer.text


@pytest.fixture
def clients(home, locales, settings) -> dict[str, Client]:
    """The staff, signed in; the Urdu and the Polish tree stand."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "home.machine_drafts.GuardedTranslator",
        "OPTIONS": {
            "PROVIDER": "wagtail_localize.machine_translators.dummy.DummyTranslator",
            "OPTIONS": {},
            "WORDS_A_MONTH": 1000,
        },
    }
    roles.install()
    for code in ("ur", "pl"):
        home.copy_for_translation(locales[code])
    clients = {}
    for name, group in WHO.items():
        clients[name] = Client()
        if name != "nobody":
            user = User.objects.create_user(name, f"{name}@example.com", "x", is_superuser=name == "admin")
            user.groups.add(*Group.objects.filter(name=group))
            clients[name].force_login(user)
    return clients


@pytest.fixture
def site(clients, home, django_capture_on_commit_callbacks) -> Site:
    blocks = [{"type": "text", "value": {"heading": "", "text": "<p>See a doctor.</p>"}, "id": "doctor"}]
    with django_capture_on_commit_callbacks(execute=True):
        for title in ("Health", "Housing", "Work"):
            page = home.add_child(instance=InformationPage(title=title, slug=title.lower(), body=json.dumps(blocks)))
            page.save_revision().publish()
        english, other, unsent = InformationPage.objects.order_by("path")
        for code, title in (("ur", "صحت"), ("pl", "Zdrowie")):
            translating.published(english, code, {"Health": title, "See a doctor.": title})
        english.title = "Your health"
        english.save_revision().publish()
        begun = translating.submitted(other, "ur")
        translating.filled(begun, {"Housing": "رہائش", "See a doctor.": "ڈاکٹر"})
        draft = begun.get_target_instance()
        fact = Fact.objects.create(key="gp", kind="phone", value="111", label="GP")
        term, unsent_term = (
            Term.objects.create(key=key, english=key, word=key, explanation="A doctor.", locale=home.locale)
            for key in ("gp", "nhs")
        )
        contact = Contact.objects.create(name="Council", textphone="18001", locale=home.locale)
        for code in ("ur", "pl"):
            translating.submitted(term, code)
        translating.submitted(contact, "ur")
    for code in ("ur", "pl"):
        TranslationProblem.objects.create(key=code, path=f"/{code}/health/", language=code)
    return Site(
        english,
        unsent,
        page=english.get_translation(Locale.objects.get(language_code="ur")),
        draft=draft,
        fact=fact,
        term=term,
        own=term.get_translation(Locale.objects.get(language_code="ur")),
        unsent_term=unsent_term,
        contact=contact,
        client=Client(),
    )


def into_urdu(site: Site, thing: object) -> Translation:
    return Translation.objects.get(source__object_id=thing.translation_key, target_locale__language_code="ur")


def translates(site: Site, thing: object) -> bool:
    translation = into_urdu(site, thing)
    segment = translation.source.stringsegment_set.last()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    site.client.put(address, "value=new", content_type="application/x-www-form-urlencoded")
    return StringTranslation.objects.filter(data="new", locale=translation.target_locale).exists()


def empties(site: Site, thing: object) -> bool:
    translation = into_urdu(site, thing)
    segment = translation.source.stringsegment_set.first()
    words = StringTranslation.objects.update_or_create(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale
    )[0]
    site.client.delete(reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]))
    return not StringTranslation.objects.filter(pk=words.pk).exists()


def overrides(site: Site, thing: object) -> bool:
    translation = into_urdu(site, thing)
    segment = translation.source.overridablesegment_set.first()
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    site.client.put(address, "value=own", content_type="application/x-www-form-urlencoded")
    return SegmentOverride.objects.filter(locale=translation.target_locale).exists()


def brings_back(site: Site, thing: object) -> bool:
    translation = into_urdu(site, thing)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "from a file"
    file = SimpleUploadedFile("ur.po", str(po).encode())
    site.post("wagtail_localize:upload_pofile", translation.pk, data={"file": file})
    return StringTranslation.objects.filter(data="from a file").exists()


def drafts(site: Site, thing: object) -> bool:
    site.post("wagtail_localize:machine_translate", into_urdu(site, thing).pk)
    return StringTranslation.objects.filter(translation_type="machine").exists()


def stops(site: Site, thing: object) -> bool:
    site.post("wagtail_localize:stop_translation", into_urdu(site, thing).pk)
    return not into_urdu(site, thing).enabled


def starts(site: Site, thing: Page) -> bool:
    Translation.objects.update(enabled=False)
    site.post("wagtailadmin_pages:edit", thing.pk, data={"localize-restart-translation": "on"})
    return into_urdu(site, thing).enabled


def bulk(site: Site, thing: Page, action: str) -> None:
    site.post("wagtail_bulk_action", "wagtailcore", "page", action, id=thing.pk)


def is_live(thing: Page) -> bool:
    return Page.objects.filter(pk=thing.pk, live=True).exists()


def sends(site: Site, thing: object, code: str) -> bool:
    locale = Locale.objects.get(language_code=code)
    data = {"locales": [locale.pk]}
    if isinstance(thing, Page):
        site.post("wagtail_localize:submit_page_translation", thing.pk, data=data)
    else:
        site.post("wagtail_localize:submit_snippet_translation", "home", "term", thing.pk, data=data)
    return Translation.objects.filter(source__object_id=thing.translation_key, target_locale=locale).exists()


def copies(site: Site, thing: Page) -> bool:
    before = Page.objects.count()
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": thing.get_parent().pk}
    site.post("wagtailadmin_pages:copy", thing.pk, data=data)
    return Page.objects.count() > before


def moves(site: Site, thing: Page) -> bool:
    site.post("wagtailadmin_pages:move_confirm", thing.pk, site.page.pk)
    return Page.objects.get(pk=thing.pk).depth > thing.depth


def brings_into_all(site: Site) -> bool:
    source = TranslationSource.objects.get(object_id=site.english.translation_key)
    was = source.last_updated_at
    site.post("wagtail_localize:update_translations", source.pk)
    source.refresh_from_db()
    return source.last_updated_at > was


def settles(site: Site) -> bool:
    problem = TranslationProblem.objects.get(language="ur")
    site.post("translationproblem:edit", problem.pk, data={"is_settled": "on"})
    return TranslationProblem.objects.get(pk=problem.pk).is_settled


def does(action: Callable, site: Site) -> bool:
    """Whether it can be done; everything is put back afterwards."""
    with transaction.atomic():
        done = action(site)
        transaction.set_rollback(True)
    return bool(done)


def after(request: Callable, question: Callable) -> Callable:
    """An action that sends a request and then looks whether it has come about."""

    def action(site: Site) -> bool:
        request(site)
        return question(site)

    return action


def comparing(site: Site) -> bool:
    return site.opens("wagtailadmin_pages:revisions_compare", site.page.pk, "earliest", "latest")


def snippet(view: str) -> str:
    return f"wagtailsnippets_home_term:{view}"


def typed(site: Site, thing: Term) -> dict:
    return {"key": thing.key, "english": thing.english, "word": "typed", "explanation": "x", "locale": thing.locale_id}


def changes(site: Site, thing: Term) -> bool:
    Translation.objects.update(enabled=False)
    site.post(snippet("edit"), thing.pk, data=typed(site, thing))
    return Term.objects.get(pk=thing.pk).word == "typed"


def publishes_words(site: Site) -> bool:
    translation = into_urdu(site, site.own)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale, data="words"
        )
    site.post(snippet("edit"), site.own.pk, data={"action": "publish"})
    return Term.objects.get(pk=site.own.pk).word == "words"


def gone(thing: Callable) -> Callable:
    return lambda site: not type(thing(site)).objects.filter(pk=thing(site).pk).exists()


def at_desk(thing: object) -> TranslationRecord:
    return TranslationRecord.objects.of(thing.translation_key, "ur")


def begins_at_desk(site: Site) -> bool:
    site.post("language_translate", "ur", site.unsent.translation_key)
    return Translation.objects.filter(source__object_id=site.unsent.translation_key).exists()


def calls_still_correct(site: Site) -> bool:
    (row,) = desk_passages.read(at_desk(site.english)).confirmable
    site.post("language_passages", "ur", site.english.translation_key, data={"confirm": row.digest})
    return at_desk(site.english).is_current


def publishes_at_desk(site: Site, action: str) -> TranslationRecord:
    data = {"action": action, "seen": desk_passages.read(at_desk(site.draft)).digest}
    site.post("language_passages", "ur", site.draft.translation_key, data=data)
    return at_desk(site.draft)


def typed_at_desk(site: Site, action: str) -> list[str]:
    reading = desk_passages.read(at_desk(site.term))
    of = [row.digest_of_english for row in reading.rows]
    data = {"action": action, "seen": reading.digest, "of": of, "words": ["typed at the desk"] * len(of)}
    site.post("language_passages", "ur", site.term.translation_key, data=data)
    return [words for words in StringTranslation.objects.values_list("data", flat=True) if words == "typed at the desk"]


def imports(site: Site, **options: str) -> bool:
    po = into_urdu(site, site.page).export_po()
    for entry in po:
        entry.msgstr = "from a file"
    file = SimpleUploadedFile("ur.po", str(po).encode())
    return site.post("translation_import", data={"file": file, **options}).status_code == 302


def kept(site: Site, words: str) -> bool:
    return StringTranslation.objects.filter(data=words).exists()


def shown(site: Site, title: str) -> bool:
    return Page.objects.filter(pk=site.page.pk, title=title, live=True).exists()


def links_to(site: Site, thing: Page) -> bool:
    answer = site.get("wagtailadmin_choose_page_child", thing.get_parent().pk)
    return answer.status_code == 200 and f'data-id="{thing.pk}"' in answer.json()["html"]


ABOUT_PAGES: dict[str, Callable[[Site], bool]] = {
    "Urdu: see it in the tree": lambda site: site.shows(
        f"/pages/{site.page.pk}/edit/", "wagtailadmin_explore", site.page.get_parent().pk
    ),
    "Urdu: find it": lambda site: site.shows(f"/pages/{site.draft.pk}/edit/", "wagtailadmin_pages:search"),
    "Urdu: open it": lambda site: site.opens("wagtailadmin_pages:edit", site.page.pk),
    "Urdu: its history": lambda site: site.opens("wagtailadmin_pages:history", site.page.pk),
    "Urdu: compare two versions": comparing,
    "Urdu: translate a passage": lambda site: translates(site, site.page),
    "Urdu: empty a passage": lambda site: empties(site, site.page),
    "Urdu: preview it": lambda site: site.opens("wagtail_localize:preview_translation", into_urdu(site, site.page).pk),
    "Urdu: take it out as a file": lambda site: site.opens(
        "wagtail_localize:download_pofile", into_urdu(site, site.page).pk
    ),
    "Urdu: bring the file back": lambda site: brings_back(site, site.page),
    "Urdu: have a machine draft it": lambda site: drafts(site, site.page),
    "Urdu: stop it": lambda site: stops(site, site.page),
    "Urdu: start it again": lambda site: starts(site, site.page),
    "Urdu: publish it": after(
        lambda site: site.post("wagtailadmin_pages:edit", site.draft.pk, data={"action": "publish"}),
        lambda site: is_live(site.draft),
    ),
    "Urdu: publish many": after(lambda site: bulk(site, site.draft, "publish"), lambda site: is_live(site.draft)),
    "Urdu: say that it is right": lambda site: site.user and may_check(User.objects.get(pk=site.user.pk), "ur"),
    "Urdu: take it down": after(
        lambda site: site.post("wagtailadmin_pages:unpublish", site.page.pk), lambda site: not is_live(site.page)
    ),
    "Urdu: delete it": after(
        lambda site: site.post("wagtailadmin_pages:delete", site.draft.pk), gone(lambda site: site.draft)
    ),
    "Urdu: delete many": after(lambda site: bulk(site, site.draft, "delete"), gone(lambda site: site.draft)),
    "Urdu: copy it": lambda site: copies(site, site.page),
    "Urdu: move it": lambda site: moves(site, site.draft),
    "Urdu: add a page": lambda site: site.opens("wagtailadmin_pages:add", "home", "informationpage", site.page.pk),
    "Urdu: turn it back into English": after(
        lambda site: site.post("wagtail_localize:convert_to_alias", site.page.pk),
        lambda site: Page.objects.get(pk=site.page.pk).alias_of_id,
    ),
    "Urdu: send a page into it": lambda site: sends(site, site.unsent, "ur"),
    "Polish: send a page into it": lambda site: sends(site, site.unsent, "pl"),
    "Tamil: send the first page into it": lambda site: sends(site, site.unsent, "ta"),
    "Urdu: send it on into another": lambda site: sends(site, site.page, "lt"),
    "English: see it in the tree": lambda site: site.shows(
        f"/pages/{site.english.pk}/edit/", "wagtailadmin_explore", site.english.get_parent().pk
    ),
    "English: open it": lambda site: site.opens("wagtailadmin_pages:edit", site.english.pk),
    "English: its history": lambda site: site.opens("wagtailadmin_pages:history", site.english.pk),
    "English: take it down": after(
        lambda site: site.post("wagtailadmin_pages:unpublish", site.unsent.pk), lambda site: not is_live(site.unsent)
    ),
    "English: delete it": after(
        lambda site: site.post("wagtailadmin_pages:delete", site.unsent.pk), gone(lambda site: site.unsent)
    ),
    "English: bring into all translations": brings_into_all,
    "Urdu: see it at the desk": lambda site: any(
        row["title"] == "Your health" for row in site.lists("language_desk", kind="pages", language="ur")
    ),
    "Urdu: open its passages": lambda site: site.opens("language_passages", "ur", site.english.translation_key),
    "Urdu: begin one at the desk": begins_at_desk,
    "Urdu: call it still correct": calls_still_correct,
    "Urdu: publish it at the desk": lambda site: publishes_at_desk(site, "publish").state == State.AWAITING_REVIEW,
    "Urdu: check it at the desk": lambda site: publishes_at_desk(site, "check").state == State.CHECKED,
    "Urdu: export from the desk": lambda site: (
        site.get("translation_export", what="page", languages="ur", key=site.english.translation_key).headers[
            "Content-Type"
        ]
        == "application/zip"
    ),
    "Urdu: import at the desk": lambda site: imports(site) and kept(site, "from a file"),
    "Urdu: import and publish": lambda site: imports(site, publish="on") and shown(site, "from a file"),
    "Urdu: machine draft at the desk": after(
        lambda site: site.post("machine_draft", site.english.translation_key, "ur"),
        lambda site: StringTranslation.objects.filter(translation_type="machine").exists(),
    ),
    "Urdu: wagtail-localize's report": lambda site: site.opens("wagtail_localize:translations_report"),
    "Urdu: link to it": lambda site: links_to(site, site.page),
    "Urdu: link to a draft": lambda site: links_to(site, site.draft),
    "English: link to a draft": after(
        lambda site: Page.objects.filter(pk=site.unsent.pk).update(live=False),
        lambda site: links_to(site, site.unsent),
    ),
    "The languages: see and change": lambda site: (
        site.opens("wagtaillocales:index") and site.opens("wagtaillocales:edit", site.page.locale_id)
    ),
    "Urdu: how it stands": lambda site: site.shows(stand(site), "translationrecord:index", locale=site.page.locale_id),
    "Urdu: what readers report": lambda site: site.shows("/ur/health/", "translationproblem:index"),
    "Urdu: say it is dealt with": settles,
}

ABOUT_SNIPPETS: dict[str, Callable[[Site], bool]] = {
    "Urdu: see it in the list": lambda site: site.shows(f"/edit/{site.own.pk}/", snippet("list")),
    "Urdu: open it": lambda site: site.opens(snippet("edit"), site.own.pk),
    "Urdu: its history": lambda site: site.opens(snippet("history"), site.own.pk),
    "Urdu: its usage": lambda site: site.opens(snippet("usage"), site.own.pk),
    "Urdu: ask for its name": lambda site: site.opens(
        "wagtail_localize:snippets_api_detail", "home", "term", site.own.pk
    ),
    "Urdu: translate a passage": lambda site: translates(site, site.own),
    "Urdu: empty a passage": lambda site: empties(site, site.own),
    "Urdu: set a value apart": lambda site: overrides(site, site.contact),
    "Urdu: take it out as a file": lambda site: site.opens(
        "wagtail_localize:download_pofile", into_urdu(site, site.own).pk
    ),
    "Urdu: bring the file back": lambda site: brings_back(site, site.own),
    "Urdu: have a machine draft it": lambda site: drafts(site, site.own),
    "Urdu: stop it": lambda site: stops(site, site.own),
    "Urdu: publish it": publishes_words,
    "Urdu: type words at the desk": lambda site: bool(typed_at_desk(site, "keep")),
    "Urdu: publish it at the desk": lambda site: (
        bool(typed_at_desk(site, "publish")) and Term.objects.get(pk=site.own.pk).word == "typed at the desk"
    ),
    "Urdu: change it by hand": lambda site: changes(site, site.own),
    "Urdu: delete it": after(lambda site: site.post(snippet("delete"), site.own.pk), gone(lambda site: site.own)),
    "Urdu: delete many": after(
        lambda site: site.post("wagtail_bulk_action", "home", "term", "delete", id=site.own.pk),
        gone(lambda site: site.own),
    ),
    "Urdu: send one into it": lambda site: sends(site, site.unsent_term, "ur"),
    "Polish: send one into it": lambda site: sends(site, site.unsent_term, "pl"),
    "English: see it in the list": lambda site: site.shows(f"/edit/{site.term.pk}/", snippet("list")),
    "English: open it": lambda site: site.opens(snippet("edit"), site.term.pk),
    "English: change it": lambda site: changes(site, site.term),
    "English: add one": lambda site: site.opens(snippet("add")),
    "English: delete it": after(
        lambda site: site.post(snippet("delete"), site.unsent_term.pk), gone(lambda site: site.unsent_term)
    ),
    "A fact: open it": lambda site: site.opens("wagtailsnippets_home_fact:edit", site.fact.pk),
}


def of_kind(models: Iterable[type[Model]], action: Callable[[Site, type[Model]], bool]) -> Callable[[Site], bool]:
    """Whether it can be done with records of every one of these kinds; fails where it can with some."""

    def of_all(site: Site) -> bool:
        can = {model: does(partial(action, model=model), site) for model in models}
        assert len(set(can.values())) == 1, can
        return all(can.values())

    return of_all


def made(model: type[Model]) -> dict[str, Model]:
    """An English record of this kind and its Urdu copy."""
    values = {"text": "a", "starts_at": timezone.now(), "expires_at": timezone.now(), "name": "a", "slug": "a"}
    names = {field.name for field in model._meta.concrete_fields}
    rows = {}
    for code in ("en", "ur"):
        key = {"translation_key": rows["en"].translation_key} if rows else {}
        locale = Locale.objects.get(language_code=code)
        rows[code] = model.objects.create(**{n: v for n, v in values.items() if n in names}, **key, locale=locale)
    return rows


def the(code: str, model: type[Model]) -> Model:
    """The one record of this kind in this language; '' where it has none."""
    return model.objects.get(locale__language_code=code) if code else model.objects.get()


def one(view: str, code: str = "") -> Callable[[Site, type[Model]], bool]:
    """Whether a view of one record opens."""

    def opens(site: Site, model: type[Model]) -> bool:
        return site.opens(model.snippet_viewset.get_url_name(view), the(code, model).pk)

    return opens


def adds(site: Site, model: type[Model]) -> bool:
    return site.opens(model.snippet_viewset.get_url_name("add"))


def lists(site: Site, model: type[Model]) -> bool:
    return the("ur", model) in site.lists(model.snippet_viewset.get_url_name("list"))


def chooses(code: str) -> Callable[[Site, type[Model]], bool]:
    def shows(site: Site, model: type[Model]) -> bool:
        name = model.snippet_viewset.chooser_viewset.get_url_name("choose_results")
        return the(code, model) in site.lists(name)

    return shows


def has_chosen(site: Site, model: type[Model]) -> bool:
    name = model.snippet_viewset.chooser_viewset.get_url_name("chosen")
    return site.opens(name, the("ur", model).pk)


def sends_a_change(code: str = "") -> Callable[[Site, type[Model]], bool]:
    """Whether an empty form comes back with its errors, and not a refusal."""

    def sends(site: Site, model: type[Model]) -> bool:
        thing = the(code, model)
        return site.post(model.snippet_viewset.get_url_name("edit"), thing.pk).status_code == 200

    return sends


def deletes(code: str = "") -> Callable[[Site, type[Model]], bool]:
    def is_gone(site: Site, model: type[Model]) -> bool:
        thing = the(code, model)
        site.post(model.snippet_viewset.get_url_name("delete"), thing.pk)
        return not model.objects.filter(pk=thing.pk).exists()

    return is_gone


IN_LANGUAGES = (Alert, Category, Contact, Person)
SAME_FOR_ALL = (Area, CouncilTask, Fact, Place)
ABOUT_KINDS: dict[str, Callable[[Site], bool]] = {
    "Urdu: see it in the list": of_kind(IN_LANGUAGES, lists),
    "Urdu: open it": of_kind(IN_LANGUAGES, one("edit", "ur")),
    "Urdu: choose it": of_kind(IN_LANGUAGES, chooses("ur")),
    "Urdu: have it as chosen": of_kind(IN_LANGUAGES, has_chosen),
    "Urdu: change it by hand": of_kind(IN_LANGUAGES, sends_a_change("ur")),
    "Urdu: delete it": of_kind(IN_LANGUAGES, deletes("ur")),
    "English: open it": of_kind(IN_LANGUAGES, one("edit", "en")),
    "English: choose it": of_kind(IN_LANGUAGES, chooses("en")),
    "English: change it": of_kind(IN_LANGUAGES, sends_a_change("en")),
    "English: add one": of_kind(IN_LANGUAGES, adds),
    "English: delete it": of_kind(IN_LANGUAGES, deletes("en")),
    "The same for all: open it": of_kind(SAME_FOR_ALL, one("edit")),
    "The same for all: change it": of_kind(SAME_FOR_ALL, sends_a_change()),
    "The same for all: add one": of_kind(SAME_FOR_ALL, adds),
    "The same for all: delete it": of_kind(SAME_FOR_ALL, deletes()),
}


def stand(site: Site) -> str:
    record = TranslationRecord.objects.of(site.english.translation_key, "ur")
    return reverse("translationrecord:inspect", args=[record.pk])


def table(site: Site, clients: Mapping[str, Client], actions: Mapping[str, Callable[[Site], bool]]) -> str:
    """What each may do, laid out like the expected tables."""
    width = PAGES.index("nobody") - 2
    rows = {name: [] for name in actions}
    for who, client in clients.items():
        site.client, site.user = client, User.objects.filter(username=who).first()
        for name, action in actions.items():
            rows[name].append(("yes" if does(action, site) else "-").rjust(len(who)))
    lines = [" " * width + " " + " ".join(clients)]
    return "\n".join(["", *lines, *(f"{name:{width}} {' '.join(cells)}" for name, cells in rows.items()), ""])


def test_who_may_do_what(site, clients):
    assert table(site, clients, ABOUT_PAGES).splitlines() == PAGES.splitlines()
    assert table(site, clients, ABOUT_SNIPPETS).splitlines() == SNIPPETS.splitlines()


def test_every_kind_of_record_is_kept_to_its_languages(home, clients):
    for model in IN_LANGUAGES:
        made(model)
    Area.objects.create(name="Leyton", slug="leyton")
    CouncilTask.objects.create(task="pay", url="https://example.com/")
    Fact.objects.create(key="gp", kind="phone", value="111", label="GP")
    Place.objects.create(name="Library")
    staff = {who: client for who, client in clients.items() if who not in {"nobody", "admin"}}
    site = Site(*[None] * 9, client=Client())
    assert table(site, staff, ABOUT_KINDS).splitlines() == KINDS.splitlines()
