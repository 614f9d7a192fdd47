"""The command that says what to review first, and when to stop: score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kostra.app.methods.declared import Answer, Flag, Given, Kind, Method
from kostra.model.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kostra.app.methods.table import Columns, Table
    from kostra.methods.scoring import Level, Review, Scores


def _score(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.words import MISSING
    from kostra.methods.scoring import review, score

    ids = table.texts(given.column("id"))
    variables = table.texts(given.column("variable")) if given.has("variable") else [""] * len(table)
    values, expected = table.numbers(given.column("y")), table.numbers(given.column("expected"))
    suspicions = _suspicions(table, given)
    totals = _totals(table, given, ids, variables)
    levels = [one.level for one in totals]
    units = _places(ids)
    floor = given.number("floor") if given.has("floor") else _usual(expected)
    scores = score(values, expected, suspicions, levels, floor)
    found = review(units, scores, expected, levels, floor)
    turn = np.empty(len(found.order), np.int64)
    turn[found.order] = np.arange(1, len(found.order) + 1)
    chosen = (turn <= found.count)[units]
    unknown = np.isnan(scores.local)
    return Answer(
        {
            "id": ids,
            "variable": variables,
            "y": values,
            "expected": expected,
            "suspicion": np.where(unknown, np.nan, suspicions),
            "influence": scores.influence,
            "local_score": scores.local,
            "global_score": found.largest[units],
            "sum_score": found.total[units],
            "turn": turn[units],
            "removed_pros": 100 * found.removed[turn[units]],
            "review": chosen,
            "reason": [MISSING if one else "" for one in unknown.tolist()],
        },
        (_told(found),),
        {"remaining": _remaining(totals, scores, expected, chosen, floor)},
    )


@dataclass(frozen=True, slots=True)
class _Totals:
    """The totals of one kind, with the variable and the place of each."""

    kind: str
    level: Level
    named: tuple[tuple[str, str], ...]


def _totals(table: Table, given: Given, ids: list[str], variables: list[str]) -> list[_Totals]:
    """Of all, of the groups, of each unit; the units have no tolerance, for then every one would have to be reviewed."""
    groups = given.columns("group")
    kinds = [("alle", ["alle"] * len(table), given.number("tolerance"))]
    kinds += [(name, table.texts(name), given.number("group-tolerance")) for name in groups]
    whole = [_totals_of(kind, variables, places, tolerance) for kind, places, tolerance in kinds]
    return [*whole, _totals_of(given.column("id"), variables, ids, None)]


def _totals_of(kind: str, variables: list[str], places: list[str], tolerance: float | None) -> _Totals:
    import numpy as np

    from kostra.app.methods.table import MISSING
    from kostra.methods.scoring import Level

    pairs = list(zip(variables, places, strict=True))
    named = sorted({pair for pair in pairs if pair[1] not in MISSING})
    codes = {pair: code for code, pair in enumerate(named)}
    return _Totals(kind, Level(np.array([codes.get(pair, -1) for pair in pairs], np.intp), tolerance), tuple(named))


def _places(ids: list[str]) -> npt.NDArray[np.intp]:
    """The place of each id among those there are, in the order they come."""
    import numpy as np

    places = {name: place for place, name in enumerate(dict.fromkeys(ids))}
    return np.array([places[name] for name in ids], np.intp)


def _suspicions(table: Table, given: Given) -> npt.NDArray[np.float64]:
    import numpy as np

    from kostra.methods.scoring import suspicion

    if not given.has("t") and not given.has("hard"):
        raise Refused("Det mangler hva som gjør en verdi mistenkelig. Pek på en kolonne med --t, --hard eller begge.")
    if given.number("full") <= given.number("starts"):
        raise Refused("--full skal være større enn --starts: mistanken stiger fra 0 til 1 mellom de to.")
    result = np.zeros(len(table))
    if given.has("t"):
        result = suspicion(table.numbers(given.column("t")), given.number("starts"), given.number("full"))
    if given.has("hard"):
        result = np.where(np.nan_to_num(table.numbers(given.column("hard"))) != 0, 1.0, result)
    return result


def _usual(expected: npt.NDArray[np.float64]) -> float:
    """What is usual for a unit: the median of what is expected and not zero."""
    import numpy as np

    some = np.abs(expected[~np.isnan(expected) & (expected != 0)])
    return float(np.median(some)) if len(some) else 0.0


def _told(found: Review) -> str:
    units = len(found.order)
    if not found.count:
        return f"Ingen av de {units} enhetene trenger gjennomgang: den ventede feilen er innenfor toleransen."
    return (
        f"Gå gjennom de {found.count} første av {units} enheter: det fjerner {100 * found.removed[found.count]:.0f} % av den "
        "ventede feilen, og resten er innenfor toleransen."
    )


def _remaining(
    totals: list[_Totals],
    scores: Scores,
    expected: npt.NDArray[np.float64],
    chosen: npt.NDArray[np.bool_],
    floor: float,
) -> Columns:
    """The expected error of each published total, before and after the review."""
    import numpy as np

    from kostra.methods.scoring import left_over

    held = [one for one in totals if one.level.tolerance is not None]
    nobody = np.zeros_like(chosen)
    before, after = (
        np.concatenate([left_over(reviewed, scores, expected, one.level.codes, floor) for one in held])
        for reviewed in (nobody, chosen)
    )
    return {
        "kind": [one.kind for one in held for _ in one.named],
        "group": [place for one in held for _, place in one.named],
        "variable": [variable for one in held for variable, _ in one.named],
        "expected_error_pros": 100 * before,
        "remaining_error_pros": 100 * after,
        "tolerance_pros": np.array([100 * (one.level.tolerance or 0) for one in held for _ in one.named]),
    }


SCORE = Method(
    "score",
    "hva som bør gjennomgås først, og når det er nok",
    "Selektiv revisjon: mistanke ganger innflytelse. Fila har en rad for hver enhet, eller for hver enhet og variabel. Mistanken "
    "er 1 der --hard er noe annet enn 0, og stiger ellers med størrelsen på --t fra 0 ved --starts til 1 ved --full. Innflytelsen er "
    "avviket fra det ventede som andel av den summen det betyr mest for: alle, gruppene i --group, eller enheten selv. Enhetene "
    "gjennomgås fra den høyeste poengsummen til den feilen som kan være igjen, er innenfor toleransen i alle summene.",
    (
        Flag("id", "kolonnen som identifiserer enheten", required=True),
        Flag("y", "verdien slik den er", required=True),
        Flag("expected", "den ventede verdien, for eksempel y_hat fra outlier", required=True),
        Flag("t", "studentisert residual, eller distance fra hb"),
        Flag("hard", "noe annet enn 0 der en kontroll sier at verdien er feil"),
        Flag("variable", "kolonnen med variabelens navn, når fila har flere"),
        Flag("group", "kolonne med en gruppe det publiseres tall for; kan gis flere ganger", Kind.COLUMNS),
        Flag("starts", "så stor må --t være for at det skal være noen mistanke", Kind.NUMBER, 2.5, low=0),
        Flag("full", "fra denne størrelsen av --t er mistanken full", Kind.NUMBER, 10.0, low=0),
        Flag("tolerance", "feil som kan være igjen i summen av alle, som andel", Kind.NUMBER, 0.002, low=0, high=1),
        Flag("group-tolerance", "feil som kan være igjen i en gruppe, som andel", Kind.NUMBER, 0.01, low=0, high=1),
        Flag("floor", "ingen sum regnes som mindre enn dette; uten valg medianen av det ventede", Kind.NUMBER, low=0),
    ),
    _score,
    {"remaining": "ventet feil i hver sum, før og etter gjennomgangen"},
)
METHODS = (SCORE,)
