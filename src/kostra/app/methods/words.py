"""What the methods say in their tables, in bokmål. Nothing heavy is imported before it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kostra.methods.untested import Reasons
    from kostra.methods.zeros import Turn

MISSING = "mangler verdi"


def reasons(codes: Reasons) -> list[str]:
    """Why each unit is not tested; nothing where it is."""
    from kostra.methods.untested import Untested

    said = {
        Untested.TESTED: "",
        Untested.MISSING: MISSING,
        Untested.NOT_POSITIVE: "ikke over null i begge",
        Untested.NO_STRATUM: "mangler stratum",
        Untested.EQUAL: "uendret, og minst halvparten er det",
        Untested.ALL_EQUAL: "uendret, som alle andre i stratumet",
    }
    return [said[Untested(code)] for code in codes.tolist()]


def turn(kind: Turn) -> str:
    from kostra.methods.zeros import Turn

    said = {Turn.FROM_ZERO: "fra null", Turn.TO_ZERO: "til null", Turn.NEW: "ny", Turn.LEFT: "borte"}
    return said.get(kind, "")


def counted(names: Sequence[str]) -> str:
    """The first names of a list, and how many more."""
    shown = ", ".join(f"«{name}»" for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} og {len(names) - 10} til"
