"""The commands that look for unusual ratios and changes: theerror, hb, quartile, zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kostra.app.methods.declared import Answer, Flag, Given, Kind, Method
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from kostra.app.methods.table import Table
    from kostra.methods.hidiroglou_berthelot import Parameters
    from kostra.methods.strata import Strata

ID = Flag("id", "kolonnen som identifiserer enheten", required=True)
NOW = Flag("x1", "verdien i år (t)", required=True)
BEFORE = Flag("x2", "verdien året før (t−1)", required=True)
STRATA = Flag("strata-name", "kolonnen med stratum; da regnes det for hvert stratum")


def _thousand(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.words import reasons
    from kostra.methods.thousand import thousand_errors

    now, before = table.numbers(given.column("x1")), table.numbers(given.column("x2"))
    lower, upper = given.number("ll"), given.number("ul")
    found = thousand_errors(now, before, lower, upper)
    return Answer(
        {
            "id": table.texts(given.column("id")),
            "x1": now,
            "x2": before,
            "outlier": found.outlier,
            "diff_log10": found.difference,
            "lower_limit": np.full(len(now), lower),
            "upper_limit": np.full(len(now), upper),
            "reason": reasons(found.reason),
        }
    )


THEERROR = Method(
    "theerror",
    "tusenfeil: hele kroner som skulle vært i tusen, eller omvendt",
    "Tusenfeil: enheter der log10(x1) − log10(x2) er utenfor grensene. Bare enheter med begge verdier over null blir prøvd.",
    (
        ID,
        NOW,
        BEFORE,
        Flag("ll", "nedre grense for log10(x1/x2)", Kind.NUMBER, -2.5, low=-3, high=0),
        Flag("ul", "øvre grense for log10(x1/x2)", Kind.NUMBER, 2.5, low=0, high=3),
    ),
    _thousand,
)


def _hb(table: Table, given: Given) -> Answer:
    from kostra.app.methods.placing import placed
    from kostra.app.methods.words import reasons
    from kostra.methods.hidiroglou_berthelot import ratios

    strata = placed(table, given, "strata-name")
    now, before = table.numbers(given.column("x1")), table.numbers(given.column("x2"))
    found = ratios(now, before, strata, _parameters(given, strata))
    return Answer(
        {
            "id": table.texts(given.column("id")),
            "x1": now,
            "x2": before,
            "max_x": found.largest,
            "ratio": found.ratio,
            "lower_limit": found.lower,
            "upper_limit": found.upper,
            "med_ratio": found.median,
            "outlier": found.outlier,
            "strata": strata.written(),
            "distance": found.distance,
            "reason": reasons(found.reason),
        },
        tuple(
            f"{'Stratum «' + strata.names[place] + '»: ' if given.has('strata-name') else ''}"
            f"{100 * share:.0f} % av enhetene er uendret, og de er holdt utenfor."
            for place, share in found.equal_shares
        ),
    )


def _parameters(given: Given, strata: Strata) -> list[Parameters]:
    """One set for all, or one for each stratum in sorted order."""
    from kostra.app.methods.words import counted
    from kostra.methods.hidiroglou_berthelot import Parameters

    values = {flag: given.numbers(flag) for flag in ("pu", "pa", "pc")}
    wanted = len(strata.names)
    for flag, several in values.items():
        if len(several) not in (1, wanted):
            raise Refused(
                f"--{flag} er gitt {len(several)} ganger, og det er {wanted} strata ({counted(strata.names)}). "
                "Gi verdien én gang, eller én gang for hvert stratum i sortert rekkefølge."
            )
    count = max(len(several) for several in values.values())
    size, floor, width = (several * count if len(several) == 1 else several for several in values.values())
    return [Parameters(*each) for each in zip(size, floor, width, strict=True)]


HB = Method(
    "hb",
    "Hidiroglou-Berthelot: endringer som er større enn for andre av samme størrelse",
    "Hidiroglou og Berthelots metode, i hvert stratum for seg. Bare enheter med begge verdier over null blir prøvd. Er minst "
    "halvparten uendret, holdes de uendrede utenfor. --pu, --pa og --pc kan gis flere ganger: én verdi for hvert stratum, i "
    "sortert rekkefølge. Kolonnen distance er avstanden fra medianen i kvartilavstander, til sammenligning med --pc.",
    (
        ID,
        NOW,
        BEFORE,
        STRATA,
        Flag("pu", "hvor mye størrelsen teller, fra 0 til 1", Kind.NUMBERS, (0.5,), low=0, high=1),
        Flag("pa", "minste kvartilavstand, som andel av medianen", Kind.NUMBERS, (0.05,), low=0, high=1),
        Flag("pc", "hvor mange kvartilavstander som godtas", Kind.NUMBERS, (20.0,), low=0),
    ),
    _hb,
)


def _quartile(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.app.methods.placing import placed
    from kostra.app.methods.words import reasons
    from kostra.methods.quartiles import earlier, quartile_limits

    if given.has("x2") != given.has("y2"):
        raise Refused("--x2 og --y2 hører sammen. Gi begge, eller ingen av dem.")
    if given.switch("limits-by-stratum") and not given.has("strata-name"):
        raise Refused("--limits-by-stratum trenger en kolonne med stratum. Pek på den med --strata-name.")
    strata = placed(table, given, "strata-name")
    first, second = table.numbers(given.column("x1")), table.numbers(given.column("y1"))
    found = quartile_limits(
        first, second, strata, given.number("pkl"), given.number("pku"), within=given.switch("limits-by-stratum")
    )
    nothing = np.full(len(table), np.nan)
    x2, y2 = (table.numbers(given.column(flag)) if given.has(flag) else nothing for flag in ("x2", "y2"))
    ratio2, whole2, stratum2 = earlier(x2, y2, strata, found.reason)
    stratified = given.has("strata-name")
    return Answer(
        {
            "id": table.texts(given.column("id")),
            "x1": first,
            "y1": second,
            "x2": x2,
            "y2": y2,
            "ratio": found.ratio,
            "ratio2": ratio2,
            "ratio_all": found.whole,
            "ratio_all2": whole2,
            "ratio_str": found.stratum if stratified else nothing,
            "ratio_str2": stratum2 if stratified else nothing,
            "lower_limit": found.lower,
            "upper_limit": found.upper,
            "outlier": found.outlier,
            "strata": strata.written(),
            "ranking": found.rank,
            "reason": reasons(found.reason),
        }
    )


QUARTILE = Method(
    "quartile",
    "kvartilgrenser: uvanlig forhold mellom to variabler i samme periode",
    "Forholdet x1/y1 mot grensene q1 − pKL·(median − q1) og q3 + pKU·(q3 − median). Grensene regnes av alle enhetene, som i R; "
    "med --limits-by-stratum har hvert stratum sine egne. Bare enheter med begge verdier over null blir prøvd.",
    (
        ID,
        Flag("x1", "telleren", required=True),
        Flag("y1", "nevneren", required=True),
        Flag("x2", "telleren året før"),
        Flag("y2", "nevneren året før"),
        Flag("strata-name", "kolonnen med stratum; da vises også forholdet i stratumet"),
        Flag("pkl", "avstander som godtas under nedre kvartil", Kind.NUMBER, 1.5, low=0),
        Flag("pku", "avstander som godtas over øvre kvartil", Kind.NUMBER, 1.5, low=0),
        Flag("limits-by-stratum", "grenser for hvert stratum, og ikke for alle under ett", Kind.SWITCH, False),
    ),
    _quartile,
)


def _zeros(table: Table, given: Given) -> Answer:
    from kostra.app.methods.words import MISSING, turn
    from kostra.methods.zeros import Turn, turns

    now, before = table.numbers(given.column("x1")), table.numbers(given.column("x2"))
    found = turns(now, before, given.number("floor"))
    kinds = [Turn(code) for code in found.turn.tolist()]
    return Answer(
        {
            "id": table.texts(given.column("id")),
            "x1": now,
            "x2": before,
            "change": found.change,
            "turn": [turn(kind) for kind in kinds],
            "outlier": found.outlier,
            "reason": [MISSING if kind is Turn.UNKNOWN else "" for kind in kinds],
        }
    )


ZEROS = Method(
    "zeros",
    "fra null, til null, nye og borte: endringer som ikke har noe forhold",
    "Enheter som går fra null til noe eller omvendt, er nye (mangler året før) eller er borte (mangler i år). De synes ikke i hb, "
    "theerror og quartile. outlier er 1 når endringen er større enn --floor.",
    (ID, NOW, BEFORE, Flag("floor", "endringer som ikke er større enn dette, er for små", Kind.NUMBER, 0.0, low=0)),
    _zeros,
)
METHODS = (THEERROR, HB, QUARTILE, ZEROS)
