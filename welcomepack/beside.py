"""Two versions of a topic, block beside block. Pure: a block is anything with an `id`."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class HasId(Protocol):
    id: str


class Pair[Block: HasId](NamedTuple):
    """What stands beside what; None where one side has no such block."""

    first: Block | None
    second: Block | None


def paired[Block: HasId](first: Sequence[Block], second: Sequence[Block]) -> list[Pair[Block]]:
    """Every block of both sides once, matched by id, in the order of the first side.

    A block only the second side has follows the block it follows there.
    """
    by_id = {block.id: block for block in second}
    ids = {block.id for block in first}
    following: dict[str | None, list[Block]] = {}
    anchor = None
    for block in second:
        if block.id in ids:
            anchor = block.id
        else:
            following.setdefault(anchor, []).append(block)
    pairs = [Pair(None, block) for block in following.get(None, [])]
    for block in first:
        pairs.append(Pair(block, by_id.get(block.id)))
        pairs += [Pair(None, extra) for extra in following.get(block.id, [])]
    return pairs
