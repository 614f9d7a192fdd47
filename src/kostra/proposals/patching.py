"""From the changes of a proposal to the content files with them in: text in, text out.

What is not changed stays byte for byte, comments and all. The same changes put on the same files give the same bytes, and put on once more
they give nothing new. Whether the result is valid content is found by reading it, where forms are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kostra.model.errors import Refused
from kostra.model.form_change import (
    Change,
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    FieldWidth,
    TableBreak,
    TableEnded,
    TableFootnote,
)
from kostra.proposals import patching_forms as of_forms
from kostra.proposals import patching_others as others
from kostra.proposals.patching_toml import Content, lines, number, text

Files = Mapping[str, str]
"""Content files by their path in the package, `forms/f11f/form.toml`, with what they say."""

_ID = re.compile(r'^id[ \t]*=[ \t]*"([^"]*)"', re.MULTILINE)
_OWNER = re.compile(r'^controls_of[ \t]*=[ \t]*"([^"]*)"', re.MULTILINE)
_HEADING = "# What has been decided about the form after a proposal. Written by its patch.\n"


@dataclass(frozen=True, slots=True)
class Decided:
    """A line of the change log of a form: which proposal, what it changes, and why it was decided."""

    proposal: int
    what_nb: str
    what_nn: str
    reason: str


def patched(
    files: Files, changes: tuple[Change, ...], year: int, decided: Mapping[str, tuple[Decided, ...]]
) -> dict[str, str]:
    """The files that become otherwise, whole. `decided` are the new lines of the change log, by form."""
    work = _Work(files, year)
    for change in changes:
        work.put(change)
    for form, told in decided.items():
        for one in told:
            work.tell(form, one)
    return {path: said for path, said in sorted(work.files.items()) if files.get(path) != said}


class _Work:
    """The files so far, while changes are put on them one after the other."""

    def __init__(self, files: Files, year: int) -> None:
        self.files = dict(files)
        self.year = year

    def put(self, change: Change) -> None:
        match change:
            case FieldLabel() | FieldRequired() | FieldWidth() | FieldEnded() | FieldAdded() | FieldGuidance():
                self._of_form(change)
            case ControlLimit() | ControlMessage() | ControlSeverity() | ControlDropped():
                self._of_control(change)
            case CodeAdded() | CodeLabel() | CodeEnded():
                self._of_code(change)
            case TableFootnote() | TableBreak() | TableEnded():
                self._of_table(change)

    def _of_form(
        self, change: FieldLabel | FieldRequired | FieldWidth | FieldEnded | FieldAdded | FieldGuidance
    ) -> None:
        folder, form = self._form(change.form), self._open(change.form)
        match change:
            case FieldLabel():
                self._keep(of_forms.labelled(form, change, self.year))
            case FieldRequired():
                self._keep(of_forms.required(form, change, self.year))
            case FieldWidth():
                self._keep(of_forms.widened(form, change, self.year))
            case FieldEnded():
                self._keep(of_forms.ended(form, change, self.year))
            case FieldAdded():
                self._keep(of_forms.added(form, change, self.year))
                for language in ("nb", "nn"):
                    self._keep(of_forms.guidance_added(self._read(f"{folder}/guide/{language}.toml"), change, language))
            case FieldGuidance():
                of_forms.field(form, change.field)
                first = of_forms.first_year(form)
                for language in ("nb", "nn"):
                    guide = self._read(f"{folder}/guide/{language}.toml")
                    self._keep(of_forms.guided(guide, change, self.year, first, language))

    def _of_control(self, change: ControlLimit | ControlMessage | ControlSeverity | ControlDropped) -> None:
        form = self._open(change.form)
        owner = _OWNER.search(form.text)
        folder = f"{self._form(owner[1] if owner else change.form)}/controls"
        match change:
            case ControlLimit():
                self._keep(others.limited(self._read(f"{folder}/limits.toml"), change, self.year))
            case ControlMessage():
                first = of_forms.first_year(form)
                self._keep(others.worded(self._read(f"{folder}/messages.toml"), change, self.year, first))
            case ControlSeverity():
                self._keep(others.graded(self._maybe(f"{folder}/decided.toml"), change, self.year))
            case ControlDropped():
                self._keep(others.dropped(self._maybe(f"{folder}/decided.toml"), change, self.year))

    def _of_code(self, change: CodeAdded | CodeLabel | CodeEnded) -> None:
        path = f"codelists/{change.code_list}.toml"
        if path not in self.files:
            known = ", ".join(sorted(p[10:-5] for p in self.files if re.fullmatch(r"codelists/[^/]+\.toml", p)))
            raise Refused(f"Det finnes ingen kodeliste «{change.code_list}». Kodelistene er {known}.")
        content = self._read(path)
        match change:
            case CodeAdded():
                self._keep(others.code_added(content, change, self.year))
            case CodeLabel():
                self._keep(others.code_labelled(content, change, self.year))
            case CodeEnded():
                self._keep(others.code_ended(content, change, self.year))

    def _of_table(self, change: TableFootnote | TableBreak | TableEnded) -> None:
        content = self._table(change.table)
        match change:
            case TableFootnote():
                self._keep(others.footnoted(content, change, self.year))
            case TableBreak():
                self._keep(others.broken(content, change, self.year))
            case TableEnded():
                self._keep(others.table_ended(content, change, self.year))

    def tell(self, form: str, told: Decided) -> None:
        """One more line in the change log, when it is not there."""
        name = f"{self.year}-{told.proposal:04d}"
        content = self._maybe(f"{self._form(form)}/decisions/{name}.toml")
        pairs = [("year", str(self.year)), ("proposal", number(told.proposal))]
        pairs += [("what", text(told.what_nb)), ("what_nn", text(told.what_nn)), ("reason", text(told.reason))]
        block = f"[[decisions]]\n{lines(pairs)}"
        if block in content.text:
            return
        before = content.text or _HEADING
        self._keep(Content(content.path, f"{before}\n{block}"))

    def _form(self, id: str) -> str:
        """The folder of a form."""
        known: dict[str, str] = {}
        for path, said in self.files.items():
            if re.fullmatch(r"forms/[^/]+/form\.toml", path) and (found := _ID.search(said)):
                known[found[1]] = path.removesuffix("/form.toml")
        if id not in known:
            raise Refused(f"Det finnes ikke noe skjema «{id}». Skjemaene er {', '.join(sorted(known))}.")
        return known[id]

    def _open(self, id: str) -> Content:
        """The form, when the year is a draft of it: nothing that has been reported by is changed."""
        content = self._read(f"{self._form(id)}/form.toml")
        draft = of_forms.draft_year(content)
        if self.year != draft:
            named = "ingen år" if draft is None else str(draft)
            raise Refused(
                f"Skjema {id} kan ikke endres for {self.year}: utkast er åpnet for {named}. Velg et år som er åpnet."
            )
        return content

    def _table(self, id: str) -> Content:
        """The file of a table that is alive in the year."""
        known: list[str] = []
        for path, said in sorted(self.files.items()):
            if not re.fullmatch(r"tables/[0-9][^/]*\.toml", path) or not (found := _ID.search(said)):
                continue
            known.append(found[1])
            content = Content(path, said)
            until = content.blocks()[0].key("until")
            if found[1] == id and (until is None or content.read(until) >= self.year - 1):
                return content
        raise Refused(f"Det finnes ingen tabell «{id}» i {self.year}. Tabellene er {', '.join(dict.fromkeys(known))}.")

    def _read(self, path: str) -> Content:
        if path not in self.files:
            raise Refused(f"{path} finnes ikke, så endringen har ingenting å endre. Velg noe annet.")
        return Content(path, self.files[path])

    def _maybe(self, path: str) -> Content:
        return Content(path, self.files.get(path, ""))

    def _keep(self, content: Content) -> None:
        self.files[content.path] = content.text
