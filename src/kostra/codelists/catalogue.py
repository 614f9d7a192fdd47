"""Finding and reading code lists.

A list is read when it is asked for, once. A list that says two things in one year is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kostra.model import content
from kostra.model.codelist import Code, CodeList

FOLDER = Path(__file__).parent
ALWAYS = 1900
"""The first year of a code that has no first year: before any form we know."""


@lru_cache(maxsize=4096)
def ids(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


@lru_cache(maxsize=4096)
def code_list(id: str, folder: Path = FOLDER) -> CodeList:
    table = content.read(folder / f"{id}.toml")
    codes: list[Code] = []
    for row in table.rows("codes"):
        code = _code(row)
        _refuse_overlap(row, code, codes)
        codes.append(code)
    if not codes:
        raise table.wrong(None, f"the code list {id} has no codes", "Add [[codes]] with value, label and label_nn.")
    read = CodeList(id, table.text("title"), tuple(codes), table.maybe("klass", int), table.maybe("source", str))
    table.done()
    return read


def _code(row: content.Table) -> Code:
    value = row.take("value", str)
    since = row.year("since") or _first_label_year(row) or ALWAYS
    until = row.year("until")
    if until is not None and until < since:
        raise row.wrong("until", f"code «{value}» ends in {until}, before it begins in {since}", "Mend since or until.")
    code = Code(row.maybe("id", str) or value, value, row.dated_text("label", since, until), row.maybe("remark", str))
    row.done()
    return code


def _first_label_year(row: content.Table) -> int | None:
    years = row.peek_years("label")
    return min(years) if years else None


def _refuse_overlap(row: content.Table, code: Code, earlier: list[Code]) -> None:
    for other in earlier:
        if other.id == code.id:
            raise row.wrong("value", f"two codes have the id «{code.id}»", "Give the later meaning an id of its own.")
        if other.value == code.value and code.since <= (other.until or 9999) and other.since <= (code.until or 9999):
            raise row.wrong("value", f"code «{code.value}» has two meanings in the same year", "Mend since and until.")


def all_lists(folder: Path = FOLDER) -> Mapping[str, CodeList]:
    return {id: code_list(id, folder) for id in ids(folder)}
