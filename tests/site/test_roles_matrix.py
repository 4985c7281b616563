"""Who may do what, asked of the real addresses: each table is compared whole, so a row that changes shows its cells."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from unittest import mock

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase
from django.urls import reverse
from ourplace import roles
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from home.models import Fact, InformationPage, Term, TranslationProblem, TranslationRecord
from home.permissions import may_check
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
Urdu: set a value apart                -         -    yes        yes      yes      -   yes
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
Urdu: in the report                    -         -    yes        yes      yes      -   yes
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
Urdu: take it out as a file            -         -    yes        yes      yes      -   yes
Urdu: bring the file back              -         -    yes        yes      yes      -   yes
Urdu: have a machine draft it          -         -    yes        yes      yes      -   yes
Urdu: stop it                          -         -    yes        yes      yes      -   yes
Urdu: publish it                       -         -    yes          -      yes      -   yes
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

    def shows(self, text: str, name: str, *args, **query) -> bool:
        answer = self.get(name, *args, **query)
        return answer.status_code == 200 and text in answer.text


@pytest.fixture
def clients(home, locales, settings) -> dict[str, Client]:
    """The staff, signed in; the Urdu and the Polish tree stand."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
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
            page = home.add_child(
                instance=InformationPage(title=title, slug=title.lower(), body=json.dumps(blocks), owned_by="Council")
            )
            page.save_revision().publish()
        english, other, unsent = InformationPage.objects.order_by("path")
        for code, title in (("ur", "صحت"), ("pl", "Zdrowie")):
            translating.published(english, code, {"Health": title})
        draft = translating.submitted(other, "ur").get_target_instance()
        fact = Fact.objects.create(key="gp", kind="phone", value="111", label="GP")
        term, unsent_term = (
            Term.objects.create(key=key, english=key, word=key, explanation="A doctor.", locale=home.locale)
            for key in ("gp", "nhs")
        )
        for code in ("ur", "pl"):
            translating.submitted(term, code)
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
    "Urdu: set a value apart": lambda site: overrides(site, site.page),
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
    "Urdu: in the report": lambda site: site.shows(
        f"/pages/{site.page.pk}/edit/", "wagtail_localize:translations_report"
    ),
    "Urdu: how it stands": lambda site: site.shows(stand(site, "ur"), "translationrecord:index"),
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
    "Urdu: take it out as a file": lambda site: site.opens(
        "wagtail_localize:download_pofile", into_urdu(site, site.own).pk
    ),
    "Urdu: bring the file back": lambda site: brings_back(site, site.own),
    "Urdu: have a machine draft it": lambda site: drafts(site, site.own),
    "Urdu: stop it": lambda site: stops(site, site.own),
    "Urdu: publish it": publishes_words,
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


def stand(site: Site, code: str) -> str:
    record = TranslationRecord.objects.of(site.english.translation_key, code)
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
    assert table(site, clients, ABOUT_PAGES) == PAGES
    assert table(site, clients, ABOUT_SNIPPETS) == SNIPPETS
