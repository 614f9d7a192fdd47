"""The parts of the site that are somebody's own: shown in the menu to those whose they are."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from kostra.app.permissions import Asker
from kostra.model.people import Duty
from kostra.registers.catalogue import bodies


@dataclass(frozen=True, slots=True)
class Part:
    """`word` is its name in texts.toml, `place` its path after the language, which is also the `section` of its pages."""

    word: str
    place: str
    whose: Callable[[Asker], bool]


def _works_with_data(asker: Asker) -> bool:
    return bool(asker.duties & {Duty.STATISTICIAN, Duty.STEWARD})


def _sends_registers(asker: Asker) -> bool:
    return asker.has(Duty.CLIENT) and asker.body in bodies()


PARTS = (
    Part("season", "sesong", lambda asker: True),
    Part("portal", "mine-innsendinger", lambda asker: bool(asker.mandates)),
    Part("desk", "skrivebord", lambda asker: asker.has(Duty.STATISTICIAN)),
    Part("editing", "redigering", lambda asker: asker.has(Duty.STATISTICIAN)),
    Part("disclosure", "prikking", lambda asker: asker.has(Duty.STATISTICIAN)),
    Part("publishing", "publisering", lambda asker: asker.has(Duty.STATISTICIAN)),
    Part("messages", "meldinger", lambda asker: bool(asker.mandates) or asker.has(Duty.STATISTICIAN)),
    Part("registers", "registre", lambda asker: _works_with_data(asker) or _sends_registers(asker)),
    Part("deliveries", "leveranser", lambda asker: asker.has(Duty.STATISTICIAN) or asker.has(Duty.CLIENT)),
    Part("insight", "innsyn", lambda asker: bool(asker.mandates)),
    Part("proposals", "forslag", lambda asker: asker.is_anybody),
    Part("passing", "videresending", lambda asker: _works_with_data(asker) or asker.has(Duty.CLIENT)),
    Part("audit", "hendelser", lambda asker: asker.has(Duty.STEWARD)),
    Part("rights", "tilganger", lambda asker: asker.is_anybody),
)


def own_parts(asker: Asker, there: Set[str]) -> tuple[Part, ...]:
    """Those of the asker, among the ones that this site has."""
    return tuple(part for part in PARTS if part.place in there and part.whose(asker))
