"""The command that estimates totals by rates: rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kostra.app.methods.declared import Answer, Flag, Given, Method
from kostra.app.methods.regressions import STATUSES, column, placed, told
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from kostra.app.methods.table import Columns, Reals, Table
    from kostra.methods.rates import StratumRate
    from kostra.methods.regression import Flags

_OF_UNITS = ("x_pop", "x_utv", "pop", "utv")
_WHY = {"pred": "mangler y", "": "mangler y, og x eller stratum"}
_UNPLACED = "mangler x eller stratum, telt med egen verdi"


def _rate(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.methods.rates import SURPRISE, Use, estimate_rates, find_extremes

    x, y = table.numbers(column(given, "x", "x-name")), table.numbers(column(given, "y", "y-name"))
    ids = table.texts(column(given, "id", "id-name"))
    strata = placed(table, given, "strata", "strata-name")
    excluded = _excluded(table, given, ids, y)
    found = estimate_rates(y, x, strata, excluded)
    extremes = find_extremes(found)
    of_stratum = [*found.strata, *[None] * (len(strata.names) + 2 - len(found.strata))]
    names = [*strata.names, SURPRISE, ""]
    used = [names[place] for place in found.place.tolist()]
    about = {
        ("y_" if name in ("pop", "utv") else "") + name: np.array([getattr(one, name, np.nan) for one in of_stratum])
        for name in _OF_UNITS
    }
    reasons = [_WHY.get(use.value, "") for use in found.use]
    for unit in np.flatnonzero((found.place == len(strata.names)) & ~excluded):
        reasons[unit] = _UNPLACED
    unusable = sum(use is Use.UNUSABLE for use in found.use)
    return Answer(
        {
            "id": ids,
            "x": x,
            "y": y,
            "strata": strata.written(),
            "s_flag": np.isfinite(y),
            ".strata": used,
            **{name: values[found.place] for name, values in about.items()},
            "y_beta": found.beta,
            "y_beta_ex": found.beta_ex,
            "y_rstud": found.rstud,
            "y_hat": found.hat,
            "y_g": found.g,
            "y_imp": found.imp,
            "y_flag": [use.value for use in found.use],
            "reason": reasons,
        },
        (*told(found.strata), *([f"Enheter som mangler y og ikke kan få noen verdi: {unusable}."] if unusable else [])),
        {
            "strata": _estimates(found.strata),
            "total": _estimates([found.total]),
            "extremes": {
                "id": [ids[row] for row in extremes.rows],
                ".strata": [used[row] for row in extremes.rows],
                "x": x[extremes.rows],
                "y": y[extremes.rows],
                "y_utv": about["y_utv"][found.place[extremes.rows]],
                "y_est": extremes.est,
                "y_est_ex": extremes.est_ex,
                "y_g": found.g[extremes.rows],
                "y_rstud": found.rstud[extremes.rows],
                "y_g_grense": extremes.g_limit,
                "y_rstud_grense": np.full(len(extremes.rows), extremes.rstud_limit),
            },
        },
    )


def _excluded(table: Table, given: Given, ids: Sequence[str], y: Reals) -> Flags:
    import numpy as np

    if not given.has("exclude"):
        return np.zeros(len(table), np.bool_)
    marks = np.nan_to_num(table.numbers(given.column("exclude")))
    excluded: Flags = marks != 0
    without = np.flatnonzero(excluded & np.isnan(y))
    if len(without):
        raise Refused(
            f"Enheten «{ids[without[0]]}» er merket i «{given.column('exclude')}», men mangler y. Bare en enhet med egen verdi kan "
            "telles utenfor modellen: fyll ut verdien, eller ta bort merket."
        )
    return excluded


def _estimates(found: Sequence[StratumRate]) -> Columns:
    import numpy as np

    intervals, cvs = [one.interval for one in found], [one.cvs for one in found]
    return {
        "strata": [one.strata for one in found],
        **{
            ("y_" if name in ("pop", "utv") else "") + name: np.array([getattr(one, name) for one in found])
            for name in _OF_UNITS
        },
        "y_beta": np.array([one.beta for one in found]),
        "y_est": np.array([one.est for one in found]),
        "y_var": np.array([one.v2 for one in found]),
        "y_ub": np.array([high for _, high in intervals]),
        "y_lb": np.array([low for low, _ in intervals]),
        **{f"y_cv{number}": np.array([cv[number - 1] for cv in cvs]) for number in (1, 2, 3)},
        **{f"y_v{number}": np.array([getattr(one, f"v{number}") for one in found]) for number in (1, 2, 3)},
        "status": [STATUSES[one.status.value] for one in found],
    }


RATE = Method(
    "rate",
    "totaler fra rater, med robust usikkerhet (V1, V2, V3)",
    "Ratemodellen i hvert stratum: summen av y over summen av x for dem som har y, ganger summen av x for alle. Fila har hele "
    "populasjonen; y mangler for dem som ikke har svart. Er x null, veier enheten som om den var 1. Usikkerheten har tre utgaver; "
    "y_var og 95 % intervall er etter den andre. Estimater skrives med --out-strata og --out-total, enheter som skiller seg ut "
    "eller trekker mye, med --out-extremes.",
    (
        Flag("id", "kolonnen som identifiserer enheten"),
        Flag("id-name", "det samme som --id"),
        Flag("x", "størrelsen som y følger, for alle i populasjonen"),
        Flag("x-name", "det samme som --x"),
        Flag("y", "variabelen det skal lages total for"),
        Flag("y-name", "det samme som --y"),
        Flag("strata", "kolonnen med stratum; da regnes det for hvert stratum"),
        Flag("strata-name", "det samme som --strata"),
        Flag("exclude", "kolonnen som er 1 for enheter som telles med egen verdi, men holdes utenfor modellen"),
    ),
    _rate,
    {
        "strata": "estimat og usikkerhet i hvert stratum",
        "total": "estimat og usikkerhet for alle",
        "extremes": "enheter som skiller seg ut, med totalen med og uten",
    },
)
METHODS = (RATE,)
