"""How two versions of a topic are put side by side."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from welcomepack.beside import Pair, paired


@dataclass(frozen=True)
class Block:
    id: str


def blocks(ids: str) -> list[Block]:
    return [Block(letter) for letter in ids]


def shown(first: str, second: str) -> list[tuple[str, str]]:
    pairs = paired(blocks(first), blocks(second))
    return [(pair.first.id if pair.first else "", pair.second.id if pair.second else "") for pair in pairs]


def test_blocks_are_matched_by_identity_not_by_position():
    assert shown("abc", "cab") == [("a", "a"), ("b", "b"), ("c", "c")]


def test_a_block_the_other_language_lacks_stands_alone():
    assert shown("abc", "ac") == [("a", "a"), ("b", ""), ("c", "c")]


def test_a_block_only_the_other_language_has_stands_where_it_stands_there():
    assert shown("ab", "xayb") == [("", "x"), ("a", "a"), ("", "y"), ("b", "b")]


def test_nothing_beside_nothing():
    assert paired([], []) == []
    assert paired([], blocks("a")) == [Pair(None, Block("a"))]


ids = st.lists(st.sampled_from("abcdefgh"), unique=True).map("".join)


@given(ids, ids)
def test_every_block_of_both_sides_stands_once_and_the_first_keeps_its_order(first, second):
    pairs = shown(first, second)
    assert [one for one, _other in pairs if one] == list(first)
    assert sorted(other for _one, other in pairs if other) == sorted(second)
    assert all(one == other for one, other in pairs if one and other)
