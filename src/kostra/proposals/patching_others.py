"""Changes of code lists, of controls and of tables, as edits of their files."""

from __future__ import annotations

import re

from kostra.model.errors import Refused
from kostra.model.form_change import (
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    TableBreak,
    TableEnded,
    TableFootnote,
)
from kostra.proposals.patching_toml import Block, Content, lines, number, text

ALWAYS = 1900
"""The first year of a code that says none."""

DECIDED = "# Decided of controls after they were written: how strict from a year on, and the last year.\n"


def _since(content: Content, block: Block) -> int:
    key, label = block.key("since"), block.key("label")
    if key is not None:
        return int(content.read(key))
    years = content.read(label) if label is not None else ""
    return min((int(year) for year in years), default=ALWAYS) if isinstance(years, dict) else ALWAYS


def _until(content: Content, block: Block) -> int:
    key = block.key("until")
    return 9999 if key is None else int(content.read(key))


def _is_code(content: Content, block: Block, value: str) -> bool:
    key = block.key("value")
    return key is not None and content.read(key) == value


def _code(content: Content, value: str, year: int) -> Block:
    """The code that a value stands for in a year, or in the year before."""
    found = [one for one in content.arrays("codes") if _is_code(content, one, value)]
    for block in found:
        if _since(content, block) <= year and year - 1 <= _until(content, block):
            return block
    raise Refused(f"{content.path} har ikke koden «{value}» i {year}. Velg en kode som gjelder da.")


def code_added(content: Content, change: CodeAdded, year: int) -> Content:
    codes = content.arrays("codes")
    same = [one for one in codes if _is_code(content, one, change.code)]
    pairs = [("value", text(change.code))]
    if any(_since(content, one) < year for one in same):
        pairs.insert(0, ("id", text(f"{change.code}-{year}")))
    pairs += [("label", text(change.label.nb)), ("label_nn", text(change.label.nn)), ("since", str(year))]
    written = f"[[codes]]\n{lines(pairs)}"
    for one in same:
        if content.text[one.start : one.end] == written:
            return content
        if _until(content, one) >= year:
            raise content.wrong(one.start, f"koden «{change.code}» finnes i {year} fra før. Velg en annen kode.")
    return content.after(codes[-1], written)


def code_labelled(content: Content, change: CodeLabel, year: int) -> Content:
    block = _code(content, change.code, year)
    if _until(content, block) < year:
        raise content.wrong(block.start, f"koden «{change.code}» ble avsluttet i {_until(content, block)}.")
    begins, place = _since(content, block), content.arrays("codes").index(block)
    for name, written in (("label", change.label.nb), ("label_nn", change.label.nn)):
        content = content.dated(lambda now: now.arrays("codes")[place], name, year, text(written), begins)
    return content


def code_ended(content: Content, change: CodeEnded, year: int) -> Content:
    block = _code(content, change.code, year)
    if _since(content, block) >= year:
        raise content.wrong(block.start, f"koden «{change.code}» begynner i {year}, og kan ikke slutte før det.")
    place = content.arrays("codes").index(block)
    return content.plain(lambda now: now.arrays("codes")[place], "until", str(year - 1), ("since", "label_nn", "label"))


def limited(content: Content, change: ControlLimit, year: int) -> Content:
    known = content.blocks()[0]
    if known.key(change.limit) is None:
        names = ", ".join(key.name for key in known.keys) or "ingen"
        raise Refused(f"{content.path} har ikke grensen «{change.limit}». Grensene er {names}.")
    return content.dated(lambda now: now.blocks()[0], change.limit, year, number(change.value), year)


def worded(content: Content, change: ControlMessage, year: int, begins: int) -> Content:
    if content.table(change.sentence) is None:
        known = ", ".join(block.path[0] for block in content.blocks() if block.path)
        raise Refused(f"{content.path} har ikke setningen «{change.sentence}». Setningene er {known}.")

    def block(now: Content) -> Block:
        found = now.table(change.sentence)
        assert found is not None
        return found

    for name in ("nb", "nn", "en"):
        content = content.dated(block, name, year, text(change.text[name]), begins)
    return content


def graded(content: Content, change: ControlSeverity, year: int) -> Content:
    content, value = _named(content, change.control), text(change.severity.value)
    key = _block(content, change.control).key("severity")
    if key is None:
        return content.plain(lambda now: _block(now, change.control), "severity", f"{{ {year} = {value} }}")
    return content.dated(lambda now: _block(now, change.control), "severity", year, value, year)


def dropped(content: Content, change: ControlDropped, year: int) -> Content:
    content = _named(content, change.control)
    return content.plain(lambda now: _block(now, change.control), "until", str(year - 1))


def _block(content: Content, control: str) -> Block:
    found = content.table(control)
    assert found is not None
    return found


def _named(content: Content, control: str) -> Content:
    """The same with a table for the control; the file may not be there yet."""
    if content.table(control) is not None:
        return content
    name = control if re.fullmatch(r"[A-Za-z0-9_-]+", control) else text(control)
    before = content.text or DECIDED
    return Content(content.path, f"{before}\n[{name}]\n")


def footnoted(content: Content, change: TableFootnote, year: int) -> Content:
    written = _noted(change.text.nb, change.text.nn, change.text["en"], "since", year)
    return _appended(content, "footnotes", written)


def broken(content: Content, change: TableBreak, year: int) -> Content:
    return _appended(content, "breaks", _noted(change.text.nb, change.text.nn, change.text["en"], "year", year))


def _noted(nb: str, nn: str, en: str, key: str, year: int) -> str:
    return lines([(key, str(year)), ("text", text(nb)), ("text_nn", text(nn)), ("text_en", text(en))])


def _appended(content: Content, name: str, written: str) -> Content:
    block = f"[[{name}]]\n{written}"
    there = content.arrays(name)
    if any(content.text[one.start : one.end] == block for one in there):
        return content
    return content.after(there[-1] if there else content.blocks()[-1], block)


def table_ended(content: Content, change: TableEnded, year: int) -> Content:
    return content.plain(lambda now: now.blocks()[0], "until", str(year - 1), ("since",))
