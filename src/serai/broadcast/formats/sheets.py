"""Spreadsheets to rows: .xlsx, .xls, .xlsb and .ods."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

#: A schedule of a year has fewer rows.
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 80
#: How an .ods gives a time of a day and more: as text.
_LENGTH: Final = re.compile(r"PT(\d{1,4})H(?:(\d{1,2})M)?(?:(\d{1,2}(?:\.\d+)?)S)?")


class SheetError(ValueError):
    """A workbook that cannot be opened."""

    reason = "notopened"


def sheets(content: bytes, wanted: str = "") -> Iterator[tuple[str, list[list[Any]]]]:
    """Names and rows of the sheets, or of the one that is wanted. Raises SheetError."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [name for name in book.sheet_names if wanted in ("", name)]
        if not names:
            raise SheetError(f"no sheet {wanted!r}; there are: {', '.join(book.sheet_names)}")
        for name in names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    except CalamineError as error:
        raise SheetError(f"the workbook cannot be read: {error}"[:300]) from None


def _cell(cell: Any) -> Any:
    if isinstance(cell, str) and (found := _LENGTH.fullmatch(cell)):
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return cell
