"""Data for machines in a page's head: schema.org's words in a block of data, which no browser executes."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

COUNCIL = "London Borough of Waltham Forest"
# Nothing in a title may end the element it stands in, or begin a comment.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def script(data: dict[str, Any]) -> SafeString:
    """The data as an element of the page's head."""
    content = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{content}</script>')  # noqa: S308 (escaped above)
