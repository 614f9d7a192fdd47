"""The command that finds units which do not follow a regression: outlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kostra.app.methods.declared import Answer, Flag, Given, Kind, Method
from kostra.app.methods.regressions import (
    IDS,
    LIMIT_ITERATE,
    LIMIT_MODEL,
    MODELS,
    STRATA,
    Y,
    column,
    details,
    limits,
    placed,
    reasons,
    rows,
    told,
)

if TYPE_CHECKING:
    from kostra.app.methods.table import Table


def _outlier(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.methods.outliers import find_outliers
    from kostra.methods.regression import Model

    model = Model(given.choice("method"))
    strata = placed(table, given, "strata-name")
    y = table.numbers(column(given, "y-name", "y"))
    needed = model is not Model.MEAN or given.has("x-name") or given.has("x")
    x = table.numbers(column(given, "x-name", "x")) if needed else np.full(len(table), np.nan)
    asked, notes = limits(given, replacing=False)
    found = find_outliers(y, x, strata, model, asked)
    return Answer(
        {
            "id": table.texts(column(given, "id-name", "id")),
            "x": x,
            "y": y,
            "strata": strata.written(),
            "outlier": found.outlier,
            **details(found.details),
            "lim_lo": np.full(len(table), -asked.of_model),
            "lim_up": np.full(len(table), asked.of_model),
            "reason": reasons(found.reason),
        },
        (*notes, *told(found.strata)),
        {"strata": rows(found.strata)},
    )


OUTLIER = Method(
    "outlier",
    "avvik fra en regresjon, funnet runde for runde",
    "Enheter som ligger langt fra en regresjon av y på x, i hvert stratum. Avstanden er det studentiserte residualet, målt mot "
    "en modell uten enheten. De som er lengst unna, holdes utenfor, og modellen regnes på nytt, i høyst ti runder. En enhet uten "
    "x eller y blir ikke prøvd. y_hat er fra modellen uten avvikene, de andre målene fra siste runde, som i R.",
    (
        *IDS,
        Flag("x-name", "variabelen som forklarer y"),
        Flag("x", "det samme som --x-name"),
        *Y,
        STRATA,
        Flag("method", "modellen; ratio og ratioconstant krever x over null", Kind.CHOICE, "ordinary", choices=MODELS),
        LIMIT_MODEL,
        LIMIT_ITERATE,
    ),
    _outlier,
    {"strata": "modellen i hvert stratum"},
)
METHODS = (OUTLIER,)
