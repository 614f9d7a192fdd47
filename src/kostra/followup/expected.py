"""What is owed: which units owe a form for a period, known before anything has arrived.

It is handed the form of the year and the regions of the year. Oslo never sends a person file itself; its fifteen districts do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kostra.model.form import FormVersion, Senders, Status
from kostra.model.period import Period
from kostra.model.region import Region
from kostra.model.submission import Expected, Season
from kostra.regions import OSLO


def expected(
    version: FormVersion,
    periods: Iterable[Period],
    units: Iterable[Region],
    *,
    centres: Collection[str] = (),
    season: Season = Season.REAL,
) -> tuple[Expected, ...]:
    """What is expected of the `units` that owe this form: all reporting units of the year, with the districts and with Oslo as one.

    `centres` are the units that host a crisis centre: no form says which they are. Nothing is expected of a draft.
    """
    if version.status is Status.DRAFT:
        return ()
    owing = sorted(set(_owing(version, units, centres)))
    return tuple(Expected(version.form.id, period, unit, season) for period in periods for unit in owing)


def _owing(version: FormVersion, units: Iterable[Region], centres: Collection[str]) -> Iterable[str]:
    match version.senders:
        case Senders.MUNICIPALITIES:
            return (unit.code for unit in units if _is_whole(unit))
        case Senders.MUNICIPALITIES_AND_DISTRICTS:
            return (unit.code for unit in units if not (_is_whole(unit) and unit.within == OSLO))
        case Senders.MUNICIPALITIES_AND_DISTRICTS_BESIDE:
            return (unit.code for unit in units)
        case Senders.SELECTED:
            return (f"{municipality}00" for municipality in version.form.selected)
        case Senders.CRISIS_CENTRES:
            return centres


def _is_whole(unit: Region) -> bool:
    return unit.code.endswith("00")
