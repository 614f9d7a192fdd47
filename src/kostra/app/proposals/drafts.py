"""The draft year: the content of the package with the approved patches of the proposals on it, in a folder of its own.

It is made from the package and the patches alone, so every machine makes the same one, and its name is a digest of what it holds. It is
read as all content is: `draft.content.form("11F").version(2027)`. A patch that the package holds already is said to be there; one that does
not fit any more is left out, and said.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.app.ports.patches import Patch
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.codelists import catalogue as codelists
from kostra.forms import catalogue
from kostra.forms.catalogue import Content
from kostra.forms.comparison import What, compare
from kostra.forms.decisions import Decision, decisions
from kostra.model.errors import Conflict, Refused
from kostra.model.form import Form, Status
from kostra.model.people import NOBODY
from kostra.model.proposal import Proposal, State
from kostra.proposals import patching_diff
from kostra.tables import catalogue as tables

_ROOTS = {"forms": catalogue.FOLDER, "codelists": codelists.FOLDER, "tables": tables.FOLDER}
_PATTERNS = {
    "forms": ("*/*.toml", "*/guide/*.toml", "*/controls/*.toml", "*/decisions/*.toml"),
    "codelists": ("*.toml",),
    "tables": ("*.toml",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An approved patch in the draft. `there` says that the package holds it already; `wrong` why it does not fit."""

    patch: Patch
    there: bool
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`files` are the content as text, by path in the package; `folder` is where it is laid out, and its name the digest of it."""

    year: int
    files: Mapping[str, str]
    folder: Path
    patches: tuple[Standing, ...]

    @property
    def content(self) -> Content:
        return Content(self.folder / "forms", self.folder / "codelists")

    @property
    def tables(self) -> Path:
        return self.folder / "tables"

    def form(self, id: str) -> Form:
        form = self.content.form(id)
        if not is_draft(form, self.year):
            raise Refused(f"Skjema {id} har ikke noe utkast for {self.year}. Velg et av skjemaene på siden med utkast.")
        return form


@dataclass(frozen=True, slots=True)
class ChangedForm:
    """A draft of a form: how many differences there are to the year before, and what has been decided about it."""

    form: Form
    changes: int
    decided: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """`put` are the approved patches with their proposals, `waiting` those that are accepted and not in the draft yet."""

    draft: Draft
    put: tuple[tuple[Standing, Proposal], ...]
    waiting: tuple[Proposal, ...]
    forms: tuple[ChangedForm, ...]


@cache
def package() -> Mapping[str, str]:
    """The content as it is, by its path in the package."""
    return {
        f"{root}/{path.relative_to(folder).as_posix()}": path.read_text(encoding="utf-8")
        for root, folder in _ROOTS.items()
        for pattern in _PATTERNS[root]
        for path in sorted(folder.glob(pattern))
    }


def year() -> int:
    """The draft year: the newest that any form is opened for, after those that are frozen."""
    return max(form.last_year for form in catalogue.all_forms() if is_draft(form, form.last_year))


def is_draft(form: Form, year: int) -> bool:
    """Whether the year is the open draft of the form: its newest, which nobody has reported by."""
    return year == form.last_year and form.status.at(year) is Status.DRAFT


def draft(system: System, year: int) -> Draft:
    """For anybody: what has been approved is no secret."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        return drafted(system, tx, year)


def overview(system: System, year: int) -> Overview:
    """For anybody."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        found = drafted(system, tx, year)
        accepted = [one for one, _ in tx.proposals.accepted(year)]
    by_id = {one.id: one for one in accepted}
    put = tuple((each, by_id[each.patch.proposal]) for each in found.patches if each.patch.proposal in by_id)
    waiting = tuple(one for one in accepted if one.state is State.ACCEPTED)
    return Overview(found, put, waiting, tuple(_changed(found)))


def _changed(found: Draft) -> Iterator[ChangedForm]:
    for id in catalogue.folders(found.content.forms):
        form = found.content.form(id)
        if not is_draft(form, found.year):
            continue
        before = form.version(found.year - 1) if found.year - 1 in form.years else None
        changes = () if before is None else compare(before, form.version(found.year))
        seen = sum(one.what is not What.MOVED for one in changes)
        decided = tuple(one for one in decisions(id, found.content) if one.year == found.year)
        yield ChangedForm(form, seen, decided)


def drafted(system: System, tx: Transaction, year: int) -> Draft:
    """The same inside a transaction."""
    if not any(is_draft(form, year) for form in catalogue.all_forms()):
        raise Refused(f"Det er ikke åpnet noe utkast for {year}. Utkastet som er åpnet, er for {_open()}.")
    files, standing = put_together(tx.patches.of_year(year))
    return Draft(year, files, laid_out(system, files), standing)


def put_together(patches: Iterable[Patch]) -> tuple[Mapping[str, str], tuple[Standing, ...]]:
    """The package with the patches on it, one after the other, and how each stands."""
    files, standing = package(), []
    for patch in patches:
        try:
            put = patching_diff.put(files, patch.text)
        except Conflict as wrong:
            standing.append(Standing(patch, there=False, wrong=wrong.message))
            continue
        files = put.files
        standing.append(Standing(patch, put.there))
    return files, tuple(standing)


def _open() -> str:
    years = sorted({form.last_year for form in catalogue.all_forms() if is_draft(form, form.last_year)})
    return " og ".join(map(str, years))


def laid_out(system: System, files: Mapping[str, str]) -> Path:
    """The folder that holds these files; made at once or not at all, and never changed."""
    folder = _place(system) / digest(files)
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        _write(making, files)
        making.rename(folder)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not folder.exists():
            raise
    return folder


@contextmanager
def laid_out_for_now(files: Mapping[str, str]) -> Iterator[Path]:
    """A folder that holds these files for as long as they are looked at."""
    with tempfile.TemporaryDirectory(prefix="kostra-draft-") as folder:
        _write(Path(folder), files)
        yield Path(folder)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


def digest(files: Mapping[str, str]) -> str:
    hashed = hashlib.sha256()
    for path, text in sorted(files.items()):
        hashed.update(f"{path}\0{len(text.encode())}\0{text}".encode())
    return hashed.hexdigest()[:32]


def _place(system: System) -> Path:
    return system.drafts if system.drafts is not None else _own()


@cache
def _own() -> Path:
    """A folder of this process's own."""
    return Path(tempfile.mkdtemp(prefix="kostra-drafts-"))
