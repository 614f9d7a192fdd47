"""The commands that list and compare: rank, diff, aggregate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kostra.app.methods.declared import Answer, Flag, Given, Kind, Method

if TYPE_CHECKING:
    from kostra.app.methods.table import Table

ID = Flag("id-var", "kolonnen som identifiserer enheten", required=True)
X = Flag("x-var", "den ene variabelen, for eksempel året før", required=True)
Y = Flag("y-var", "den andre variabelen, for eksempel i år", required=True)
STRATA = Flag("strata-var", "kolonnen med stratum; da regnes og listes det for hvert stratum")
COUNT = Flag("antall", "hvor mange enheter som listes", Kind.WHOLE, 5.0, low=1)
LIKE = Flag("identiske", "bare enheter som har begge verdiene", Kind.SWITCH, False)


def _rank(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.placing import placed
    from kostra.methods.ranking import largest
    from kostra.methods.sums import complete

    strata = placed(table, given, "strata-var")
    x, y = table.numbers(given.column("x-var")), table.numbers(given.column("y-var"))
    if given.switch("identiske"):
        x, y = complete(x, y)
    over = given.number("grense") if given.has("grense") else None
    parts = [*(rows for _, rows in strata.each()), np.flatnonzero(strata.codes < 0)]
    found = [largest(x, y, rows, given.whole("antall"), over) for rows in parts]
    rows = np.concatenate([one.rows for one in found])
    ids, names = table.texts(given.column("id-var")), strata.written()
    return Answer(
        {
            "id": [ids[row] for row in rows],
            "x": x[rows],
            "y": y[rows],
            "strata": [names[row] for row in rows],
            "forh": np.concatenate([one.ratio for one in found]),
            "x_rank": np.concatenate([one.x_rank for one in found]),
            "y_rank": np.concatenate([one.y_rank for one in found]),
            "x_pros_av_sumx": np.concatenate([one.x_share for one in found]),
            "y_pros_av_sumy": np.concatenate([one.y_share for one in found]),
        }
    )


RANK = Method(
    "rank",
    "de største enhetene på to variabler, med rang, forhold og andel",
    "De største enhetene på x eller y, i hvert stratum: forh = y/x, rang og andel av summen i prosent. Er to like store, går den "
    "som er størst på den andre variabelen, først.",
    (
        ID,
        X,
        Y,
        STRATA,
        COUNT,
        Flag("grense", "list alle over denne grensen på x eller y, uansett --antall", Kind.NUMBER),
        LIKE,
    ),
    _rank,
)


def _diff(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.placing import placed
    from kostra.methods.differences import largest_differences

    strata = placed(table, given, "strata-var")
    x, y = table.numbers(given.column("x-var")), table.numbers(given.column("y-var"))
    over = given.number("grense") if given.has("grense") else None
    found = largest_differences(x, y, strata, given.whole("antall"), over)
    rows = np.concatenate([one.rows for one in found])
    ids, names = table.texts(given.column("id-var")), strata.written()
    z = table.numbers(given.column("z-var")) if given.has("z-var") else np.full(len(table), np.nan)
    comments = table.texts(given.column("kommentar-var")) if given.has("kommentar-var") else [""] * len(table)
    difference = np.concatenate([one.difference for one in found])
    return Answer(
        {
            "strata": [names[row] for row in rows],
            "id": [ids[row] for row in rows],
            "x": x[rows],
            "y": y[rows],
            "forh": np.concatenate([one.ratio for one in found]),
            "diff": difference,
            "abs_diff": np.abs(difference),
            "diff_pros_avx": np.concatenate([one.of_own for one in found]),
            "diff_pros_av_sumx": np.concatenate([one.of_stratum for one in found]),
            "diff_pros_av_totx": np.concatenate([one.of_whole for one in found]),
            "sum_diff_pros_av_sumx": np.concatenate([np.full(len(one.rows), one.stratum_of_stratum) for one in found]),
            "sum_diff_pros_av_totx": np.concatenate([np.full(len(one.rows), one.stratum_of_whole) for one in found]),
            "z": z[rows],
            "ed_endring": y[rows] - z[rows],
            "kommentar": [comments[row] for row in rows],
        }
    )


DIFF = Method(
    "diff",
    "de største forskjellene mellom to variabler, og hva de betyr for summene",
    "De største forskjellene y − x i hvert stratum, i prosent av egen x, av stratumets og av alles x. Bare enheter som har begge "
    "verdiene, er med. Med --z-var, verdien før retting, vises også hva rettingen endret.",
    (
        ID,
        X,
        Y,
        STRATA,
        COUNT,
        Flag("grense", "list alle med større forskjell enn denne grensen, uansett --antall", Kind.NUMBER),
        Flag("z-var", "y før retting"),
        Flag("kommentar-var", "en kolonne med kommentarer, som tas med"),
    ),
    _diff,
)


def _aggregate(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.placing import placed
    from kostra.methods.like_for_like import compare

    found = compare(
        table.numbers(given.column("x-var")),
        table.numbers(given.column("y-var")),
        placed(table, given, "strata-var"),
        like_for_like=given.switch("identiske"),
    )
    return Answer(
        {
            "strata": found.names,
            "antx": found.x_count,
            "anty": found.y_count,
            "sumx": found.x_sum,
            "sumy": found.y_sum,
            "sumx_pros_av_totx": found.x_share,
            "sumy_pros_av_toty": found.y_share,
            "diff": found.difference,
            "abs_diff": np.abs(found.difference),
            "diff_pros_av_sumx": found.of_stratum,
            "abs_diff_pros_av_sumx": np.abs(found.of_stratum),
            "diff_pros_av_totx": found.of_whole,
            "abs_diff_pros_av_totx": np.abs(found.of_whole),
        }
    )


AGGREGATE = Method(
    "aggregate",
    "summer av to variabler for hvert stratum, og forskjellen mellom dem",
    "Antall og summer av x og y i hvert stratum, andeler av alle, og forskjellen y − x i prosent av stratumets og av alles x. Med "
    "--identiske sammenlignes likt med likt: bare enheter som har begge verdiene.",
    (X, Y, STRATA, LIKE),
    _aggregate,
)
METHODS = (RANK, DIFF, AGGREGATE)
