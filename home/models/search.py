from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from home import search
from home.languages import SOURCE
from home.models.base import is_restricted


class SearchEntryQuerySet(models.QuerySet):
    def readable(self) -> "SearchEntryQuerySet":
        """Entries of pages anybody may read now."""
        return self.filter(~is_restricted("page__path"), page__live=True)

    def versions_of(self, keys: Iterable[UUID]) -> "SearchEntryQuerySet":
        """The readable entries of these pages in every language."""
        return self.readable().filter(page__translation_key__in=keys)

    def suggested(self, code: str) -> "SearchEntryQuerySet":
        """Pages to suggest where nothing was found, as readers of this language can read them."""
        languages = {code, SOURCE}
        return self.readable().filter(is_suggested=True, page__locale__language_code__in=languages)


class SearchEntry(models.Model):
    """One readable page in one language, as the search knows it."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    language = models.CharField(max_length=10)
    summary = models.CharField(max_length=300, blank=True)
    is_suggested = models.BooleanField(default=False)

    objects = SearchEntryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.page_id} ({self.language})"


class SearchWordQuerySet(models.QuerySet):
    def in_use(self) -> "SearchWordQuerySet":
        return self.filter(Exists(SearchPosting.objects.filter(word=OuterRef("pk"))))

    def beginning_like(self, forms: Iterable[str], whole: Iterable[str] = ()) -> "SearchWordQuerySet":
        """Words that are one of these, begin with one, or end differently; and those that are one of `whole`."""
        wanted = Q(word__in=whole)
        for form in forms:
            stem = search.stem_of(form)
            wanted |= Q(head=stem[:2], word__startswith=stem)
        return self.in_use().filter(wanted)

    def one_letter_from(self, forms: Iterable[str]) -> "SearchWordQuerySet":
        """Every word one wrong letter away from one of these, among others that share a half with it."""
        wanted = Q()
        for form in forms:
            firsts, lasts = search.halves_near(form)
            wanted |= Q(first_half__in=firsts) | Q(last_half__in=lasts) | Q(word=search.middle_exchanged(form))
        return self.in_use().filter(wanted)


class SearchWord(models.Model):
    """A folded word of one language. Its parts are kept apart, so that every look-up is an equality, which no
    collation changes: its first two letters for words half typed, its halves for one wrong letter."""

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=search.LONGEST_WORD)
    head = models.CharField(max_length=2)
    first_half = models.CharField(max_length=search.LONGEST_WORD // 2, blank=True)
    last_half = models.CharField(max_length=search.LONGEST_WORD // 2, blank=True)

    objects = SearchWordQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="one_word_per_language")]
        indexes = [
            models.Index(fields=["head"], name="search_word_head"),
            models.Index(fields=["first_half"], name="search_word_first_half"),
            models.Index(fields=["last_half"], name="search_word_last_half"),
        ]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def of(cls, word: str, language: str) -> "SearchWord":
        """A word with its parts; one too short to forgive a wrong letter has no halves."""
        first, last = search.halves(word) if len(word) >= search.SHORTEST_FORGIVEN else ("", "")
        return cls(word=word, language=language, head=word[:2], first_half=first, last_half=last)


class SearchPostingQuerySet(models.QuerySet):
    def readable(self) -> "SearchPostingQuerySet":
        """Postings of pages anybody may read now."""
        return self.filter(~is_restricted("entry__page__path"), entry__page__live=True)


class SearchPosting(models.Model):
    """That a word stands on a page, and how much it says about it."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="postings", db_index=False)
    weight = models.PositiveSmallIntegerField()

    objects = SearchPostingQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "entry"], name="one_posting_per_word")]

    def __str__(self) -> str:
        return f"{self.word_id} on {self.entry_id}: {self.weight}"
