"""Whether changed content is what it should be: it can be read, its controls can be built, and no year before the draft is otherwise.

What is wrong is refused in words to the one who proposes. Where it is about the content itself, the words of the reader of content come
with it, with file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kostra.app.controls.catalogue import check_every, in_year
from kostra.app.forms import specification
from kostra.forms import catalogue, lock
from kostra.forms.catalogue import PACKAGE, Content
from kostra.forms.decisions import decisions
from kostra.forms.guide import WRITTEN_FORMS, guide
from kostra.model.content import read
from kostra.model.errors import Broken, ContentError, Refused
from kostra.model.form import Form
from kostra.tables.reading import read_table


def refuse_wrong(before: Mapping[str, str], after: Mapping[str, str], folder: Path, year: int) -> None:
    """`folder` is where `after` is laid out."""
    changed = {path for path, text in after.items() if before.get(path) != text}
    content = Content(folder / "forms", folder / "codelists")
    try:
        for form in concerned(changed):
            _refuse_form(form, content, year, told=any("/controls/" in path for path in changed))
        for path in sorted(path for path in changed if path.startswith("tables/")):
            read_table(read(folder / path))
    except ContentError as wrong:
        place = wrong.path.replace(f"{folder}/", "")
        raise Refused(
            f"Endringen gir et innhold som ikke henger sammen. {place}, linje {wrong.line}: {wrong.problem}. {wrong.remedy}"
        ) from wrong


def concerned(changed: Iterable[str]) -> tuple[str, ...]:
    """The forms that files of the content are about, by id: their own, and those that name a code list."""
    paths = set(changed)
    own = {path.split("/")[1] for path in paths if path.startswith("forms/") and path.count("/") > 1}
    lists = {path.removeprefix("codelists/").removesuffix(".toml") for path in paths if path.startswith("codelists/")}
    found = []
    for id, folder in catalogue.folders().items():
        form = PACKAGE.form(id)
        owner = catalogue.folders().get(form.controls_of or "")
        of_owner = owner is not None and any(path.startswith(f"forms/{owner.name}/controls/") for path in paths)
        if folder.name in own or of_owner or lists & set(form.code_lists):
            found.append(id)
    return tuple(found)


def _refuse_form(id: str, content: Content, year: int, *, told: bool) -> None:
    """`told` says that what controls say may have changed as well; else they follow from the fields."""
    form, today = content.form(id), PACKAGE.form(id)
    for language in WRITTEN_FORMS:
        guide(id, language, form.newest_year(), content)
        if year in form.years:
            guide(id, language, year, content)
    decisions(id, content)
    if year in form.years:
        _refuse_controls(id, content, year)
    for earlier in today.years:
        if earlier < year and not (
            _same(form, today, earlier, content) and (not told or _same_controls(id, earlier, content))
        ):
            raise Refused(
                f"Endringen gjør skjema {id} annerledes i {earlier}, og {year} er det første året som kan endres. Velg en annen endring."
            )
    if lock.changed(form, catalogue.folders()[id]):
        raise Refused(f"Endringen gjør et låst år i skjema {id} annerledes. Bare utkast kan endres.")


def _refuse_controls(id: str, content: Content, year: int) -> None:
    try:
        check_every(id, year, content)
    except ContentError:
        raise
    except (Broken, Refused) as wrong:
        raise Refused(
            f"Kontrollene i skjema {id} for {year} kan ikke kjøres med endringen: {wrong}. Endre eller ta ut kontrollene i samme forslag."
        ) from wrong


def _same(form: Form, today: Form, year: int, content: Content) -> bool:
    """As everybody meets the form: its fields and texts in both written forms, and its guide."""
    for language in WRITTEN_FORMS:
        one, other = (specification.as_json(each.version(year), language) for each in (form, today))
        ours, theirs = guide(form.id, language, year, content).fields, guide(today.id, language, year).fields
        if one != other or any(ours[each.id] != theirs[each.id] for each in today.version(year).fields):
            return False
    return True


def _same_controls(id: str, year: int, content: Content) -> bool:
    return in_year(id, year, True, content) == in_year(id, year, True)
