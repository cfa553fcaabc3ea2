"""Spreadsheets to rows: .xlsx, .xls, .xlsb and .ods."""

import io
from collections.abc import Iterator
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

#: A schedule of a year has fewer rows.
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 80


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
            yield name, [row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]
    except CalamineError as error:
        raise SheetError(f"the workbook cannot be read: {error}"[:300]) from None
