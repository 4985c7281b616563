"""What tells a form that was sent twice from two people who wrote the same."""

from datetime import timedelta

from django.utils import timezone

from home import sent_once


def test_the_same_words_from_one_showing_of_a_form_are_one_sending():
    key, words = sent_once.new_key(), ["Soup", 3, None]
    assert sent_once.digest_of(key, words) == sent_once.digest_of(key, words)
    assert sent_once.digest_of(key, ["Soup", 4, None]) != sent_once.digest_of(key, words)
    assert sent_once.digest_of(sent_once.new_key(), words) != sent_once.digest_of(key, words)


def test_without_a_key_nothing_is_taken_for_the_same():
    assert sent_once.digest_of("", ["Soup"]) != sent_once.digest_of("", ["Soup"])


def test_a_key_says_when_its_form_was_shown_and_a_forged_one_says_nothing():
    assert timezone.now() - sent_once.shown_at(sent_once.new_key()) < timedelta(hours=1)
    assert all(sent_once.shown_at(key) is None for key in ("", "forged", sent_once.new_key()[:-1]))
