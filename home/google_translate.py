"""Google Translate as wagtail-localize asks it, with an end to waiting, and a refusal told from an answer.

Needs the package google-cloud-translate, so nothing imports this but the setting that asks for it.
"""

from collections.abc import Collection
from functools import partial

from django.utils.functional import cached_property
from google.api_core.exceptions import DeadlineExceeded, GoogleAPICallError
from google.cloud.translate import TranslationServiceClient
from google.oauth2.service_account import Credentials
from wagtail.models import Locale
from wagtail_localize.machine_translators.google import GoogleCloudTranslator
from wagtail_localize.strings import StringValue

from home.machine_drafts import Failed
from home.models import Failure


class GoogleTranslate(GoogleCloudTranslator):
    """wagtail-localize's own waits ten minutes for an answer, and by gRPC, whose threads a fork leaves behind."""

    @cached_property
    def client(self) -> TranslationServiceClient:
        credentials = Credentials.from_service_account_file(self.options["CREDENTIALS_PATH"])
        client = TranslationServiceClient(
            credentials=credentials, transport="rest", client_options=self.options.get("CLIENT_OPTIONS")
        )
        client.translate_text = partial(client.translate_text, timeout=self.options["TIMEOUT"], retry=None)
        return client

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Collection[StringValue]
    ) -> dict[StringValue, StringValue]:
        try:
            return super().translate(source_locale, target_locale, strings)
        except DeadlineExceeded as error:
            raise Failed(Failure.SLOW) from error
        except GoogleAPICallError as error:
            raise Failed(Failure.REFUSED, f"({int(error.code)} {error.message})"[:200]) from error
