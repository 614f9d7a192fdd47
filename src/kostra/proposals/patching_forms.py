"""Changes of a form's fields and of its guide, as edits of form.toml and guide/*.toml."""

from __future__ import annotations

import re

from kostra.model.errors import Refused
from kostra.model.form_change import FieldAdded, FieldEnded, FieldGuidance, FieldLabel, FieldRequired, FieldWidth, Part
from kostra.proposals.patching_toml import Block, Content, lines, number, text


def first_year(content: Content) -> int:
    """The first year of the form."""
    status = content.blocks()[0].key("status")
    if status is None:
        raise content.wrong(0, "skjemaet har ingen «status». Rett filen først.")
    return min(int(year) for year in content.read(status))


def draft_year(content: Content) -> int | None:
    """The year that is open as a draft: the newest, when nobody has reported by it. Only that may change."""
    status = content.blocks()[0].key("status")
    years = {} if status is None else content.read(status)
    newest = max(years, default="")
    return int(newest) if years.get(newest) == "draft" else None


def field(content: Content, id: str) -> Block:
    found = content.table("fields", id)
    if found is None:
        known = ", ".join(block.path[1] for block in content.blocks() if block.path[:1] == ("fields",))
        raise Refused(f"{content.path} har ikke feltet «{id}». Feltene er {known}.")
    return found


def since(content: Content, id: str) -> int:
    """The first year of a field."""
    key = field(content, id).key("since")
    return first_year(content) if key is None else int(content.read(key))


def _open(content: Content, id: str, year: int) -> Block:
    """The field, when it is asked in the year."""
    block, until = field(content, id), field(content, id).key("until")
    if until is not None and content.read(until) < year:
        raise content.wrong(until.start, f"feltet «{id}» ble avsluttet i {content.read(until)}. Velg et annet felt.")
    return block


def labelled(content: Content, change: FieldLabel, year: int) -> Content:
    _open(content, change.field, year)
    begins = since(content, change.field)
    for name, written in (("label", change.text.nb), ("label_nn", change.text.nn)):
        content = content.dated(lambda now: field(now, change.field), name, year, text(written), begins)
    return content


def required(content: Content, change: FieldRequired, year: int) -> Content:
    _open(content, change.field, year)
    begins, value = since(content, change.field), "true" if change.required else "false"
    return content.dated(lambda now: field(now, change.field), "required", year, value, begins, "false")


def widened(content: Content, change: FieldWidth, year: int) -> Content:
    block = _open(content, change.field, year)
    if block.key("width") is None:
        raise content.wrong(block.start, f"feltet «{change.field}» har ingen bredde: skjemaet er svar på spørsmål.")
    begins = since(content, change.field)
    return content.dated(lambda now: field(now, change.field), "width", year, number(change.width), begins)


def ended(content: Content, change: FieldEnded, year: int) -> Content:
    block = field(content, change.field)
    until = block.key("until")
    if until is not None and content.read(until) == year - 1:
        return content
    _open(content, change.field, year)
    if since(content, change.field) >= year:
        raise content.wrong(block.start, f"feltet «{change.field}» begynner i {year}, og kan ikke slutte før det.")
    return content.plain(lambda now: field(now, change.field), "until", str(year - 1), ("since", "label_nn", "label"))


def added(content: Content, change: FieldAdded, year: int) -> Content:
    before = _open(content, change.after, year)
    section = before.key("section")
    pairs = [("section", content.text[section.value : section.value_end])] if section else []
    pairs += [("label", text(change.label.nb)), ("label_nn", text(change.label.nn)), ("since", str(year))]
    pairs.append(("type", text(change.type.value)))
    pairs += [("width", str(change.width))] if change.width is not None else []
    pairs += [("required", "true")] if change.required else []
    pairs += [("codes", text(change.codes))] if change.codes is not None else []
    pairs += [("decimals", str(change.decimals))] if change.decimals is not None else []
    written = f"[fields.{change.field}]\n{lines(pairs)}"
    there = content.table("fields", change.field)
    if there is not None:
        if content.text[there.start : there.end] == written:
            return content
        raise content.wrong(there.start, f"feltet «{change.field}» finnes fra før. Gi det nye en annen id.")
    return content.after(before, written)


def _entry(content: Content, id: str) -> Block:
    for block in content.arrays("entries"):
        key = block.key("fields")
        if key is not None and id in content.read(key):
            return block
    raise Refused(f"{content.path} har ingen veiledning for feltet «{id}».")


def guided(content: Content, change: FieldGuidance, year: int, begins: int, language: str) -> Content:
    """Fields that share their guidance are parted: the others keep theirs. `begins` is the first year of the form."""
    own = _alone(content, change.field)
    return own.dated(
        lambda now: _entry(now, change.field), change.part.value, year, text(change.text[language]), begins
    )


def _alone(content: Content, id: str) -> Content:
    """The same with an entry for this field alone."""
    entry = _entry(content, id)
    key = entry.key("fields")
    assert key is not None
    shared: list[str] = content.read(key)
    if len(shared) == 1:
        return content
    copied = [(one.name, content.text[one.value : one.value_end]) for one in entry.keys if one.name != "fields"]
    content = content.after(entry, f"[[entries]]\n{lines([('fields', f'[{text(id)}]'), *copied])}")
    written = content.text[key.value : key.value_end]
    left = re.sub(rf'"{id}"\s*,[ \t]*\n?|,\s*"{id}"', "", written, count=1)
    return content.replaced(key.value, key.value_end, left)


def guidance_added(content: Content, change: FieldAdded, language: str) -> Content:
    pairs = [("fields", f"[{text(change.field)}]")]
    pairs += [(part.value, text(getattr(change, part.value)[language])) for part in Part]
    written = f"[[entries]]\n{lines(pairs)}"
    for block in content.arrays("entries"):
        key = block.key("fields")
        if key is not None and change.field in content.read(key):
            if content.text[block.start : block.end] == written:
                return content
            raise content.wrong(block.start, f"feltet «{change.field}» har veiledning fra før. Gi det nye en annen id.")
    return content.after(_entry(content, change.after), written)
