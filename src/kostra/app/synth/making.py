"""Make one year of the synthetic nation: its parts in order, written to a folder, and its national figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kostra import __version__
from kostra.forms.controls import control_set
from kostra.synth import manifest, summary, writing
from kostra.synth.accounts import part as accounts
from kostra.synth.answers import part as answers
from kostra.synth.history import part as history
from kostra.synth.nation import Nation
from kostra.synth.parts import Part
from kostra.synth.records import form_11cf, form_11f, monthly
from kostra.synth.records.mistake_kinds import KINDS
from kostra.synth.records.mistakes import check_kinds, rates
from kostra.synth.registers import part as registers
from kostra.synth.summary import Summary

PARTS: Mapping[str, Part] = {
    "sosialhjelp (11F)": form_11f.part,
    "kvalifiseringsprogram (11CF)": form_11cf.part,
    "måned for måned (11M)": monthly.part,
    "e-skjemaene (7, 7B, 12)": answers.part,
    "regnskap (0A, 0M)": accounts.part,
    "registre": registers.part,
    "nasjonale tall": summary.part,
}
"""What a nation-year holds, by the name shown while it is made."""

RECORDS = ("sosialhjelp (11F)", "kvalifiseringsprogram (11CF)", "e-skjemaene (7, 7B, 12)")
"""The parts that mistakes are put in, and that are sent again without them."""

HISTORY = "historie"
"""The folder of the years before people, beside those of the years."""


def make(nation: Nation, year: int, out: Path, progress: writing.Progress, force: bool = False) -> Summary:
    """Write `OUT/<year>`, and the history where it is not there. Refused before any work where the year, a dial or the folder is wrong."""
    check_kinds(nation.dials)
    nation.check(year)
    writing.refuse_existing(out, year, force)
    progress("personer og saker", 0, len(PARTS))
    made = nation.year(year)
    folder = writing.write(made, out, PARTS, progress, force)
    if not manifest.is_made_by(out / HISTORY / writing.MANIFEST, {"seed": nation.seed, "version": __version__}):
        progress("historie", len(PARTS), len(PARTS))
        writing.write_history(nation.seed, out, HISTORY, history.files(nation.seed))
    return summary.read(folder / summary.FILE)


def present(nation: Nation, year: int, out: Path, progress: writing.Progress) -> tuple[Summary, bool]:
    """The year as it is in the folder, when the same nation and version made it; else made anew. Says whether it was made now."""
    wanted = manifest.made_by(year, nation.seed, nation.size, nation.dials)
    folder = out / str(year)
    if manifest.is_made_by(folder / writing.MANIFEST, wanted):
        return summary.read(folder / summary.FILE), False
    return make(nation, year, out, progress, force=True), True


def mended(nation: Nation, year: int, out: Path, progress: writing.Progress) -> None:
    """The files of the year without what the controls stop: what is sent when the first ones have been stopped.

    What no control stops is sent again as it was, and is for the desk to find.
    """
    left = replace(nation.dials, errors=0, file_errors=0, kinds=_not_stopped(nation, year))
    clean = Nation(nation.seed, nation.size, left)
    wanted = manifest.made_by(year, clean.seed, clean.size, clean.dials)
    if not manifest.is_made_by(out / str(year) / writing.MANIFEST, wanted):
        writing.write(clean.year(year), out, {name: PARTS[name] for name in RECORDS}, progress, force=True)


def _not_stopped(nation: Nation, year: int) -> dict[str, float]:
    """The rates of the kinds of mistakes that are let through in every form they are made in."""
    found: dict[str, float] = {}
    stopped: set[str] = set()
    for form in sorted({kind.form for kind in KINDS}):
        asked = control_set(form, year)
        severities = {control.id: asked.severity(control) for control in asked.controls}
        by_name = rates(nation.dials, form, year)
        for kind in KINDS:
            if kind.form == form and kind.name in by_name:
                severity = severities.get(kind.control_in(year) or "")
                if severity is None or severity.blocks:
                    stopped.add(kind.name)
                found[kind.name] = by_name[kind.name]
    return {name: rate for name, rate in found.items() if name not in stopped}
