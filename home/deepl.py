"""DeepL as wagtail-localize asks it, except that a refusal is told from an answer."""

from collections.abc import Collection

import requests
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.strings import StringValue


class DeepL(DeepLTranslator):
    """wagtail-localize's own reads whatever comes as a translation, so that nobody hears of a wrong key or a quota."""

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Collection[StringValue]
    ) -> dict[StringValue, StringValue]:
        response = requests.post(
            self.get_api_endpoint(),
            self.get_parameters(source_locale, target_locale, strings),
            timeout=self.options["TIMEOUT"],
            headers=self.get_headers(),
        )
        response.raise_for_status()
        answers = response.json()["translations"]
        return {string: StringValue(answer["text"]) for string, answer in zip(strings, answers, strict=True)}
