"""Lists handed out as spreadsheets in which every cell is text, whatever somebody has typed into it (CWE-1236)."""

import re
from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from wagtail.admin.views.mixins import SpreadsheetExportMixin

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What no XML, and so no XLSX, can hold.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROWS_AT_ONCE = 500


def cell(text: str, export_format: str) -> str:
    """The text as a cell that a spreadsheet shows and does not reckon with; XLSX says so itself, CSV cannot."""
    text = NOT_IN_XML.sub("", text)
    is_at_risk = export_format == SpreadsheetExportMixin.FORMAT_CSV and text.lstrip(" ").startswith(STARTS_A_FORMULA)
    return f"'{text}" if is_at_risk else text


class PlainSpreadsheet(SpreadsheetExportMixin):
    """Wagtail's export, every cell of it text; a row at a time, and CSV with the mark Excel knows UTF-8 by."""

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return cell(super().get_heading(queryset, field), self.FORMAT_CSV)

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> str:
        return cell("" if value is None else str(value), export_format)

    def generate_xlsx_row(self, worksheet: object, row_dict: Mapping, date_format: str | None = None) -> Iterator:
        for made in super().generate_xlsx_row(worksheet, row_dict):
            made.data_type = "s"
            yield made

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset.iterator(ROWS_AT_ONCE))

    def write_xlsx(self, queryset: QuerySet, output: object) -> None:
        super().write_xlsx(queryset.iterator(ROWS_AT_ONCE), output)
