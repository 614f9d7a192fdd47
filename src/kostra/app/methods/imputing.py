"""The command that gives a value to what is missing or far too wrong: impute, in one stage, in two, or from history."""

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
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from kostra.app.methods.table import Columns, Table
    from kostra.methods.imputing import Imputation, Total

_BY_THE_OTHER = ("ratio2", "ratioconstant2")
_OF_STAGES = ("x1-name", "x2-name", "method1", "method2")
_OF_HISTORY = ("weight-method", "reverse")


def _impute(table: Table, given: Given) -> Answer:
    if given.has("x1-name") or given.has("x2-name"):
        _refuse(given, ("x-name", "x", "method", "merge-below", *_OF_HISTORY), "--x1-name og --x2-name (to steg)")
        return _two_stages(table, given)
    _refuse(given, _OF_STAGES, "én forklaringsvariabel")
    if given.has("method") and given.choice("method") == "history":
        _refuse(given, ("merge-below",), "--method history")
        return _history(table, given)
    _refuse(given, _OF_HISTORY, "en modell")
    return _one_stage(table, given)


def _one_stage(table: Table, given: Given) -> Answer:
    import numpy as np

    from kostra.methods.imputing import impute
    from kostra.methods.regression import Model

    model = Model(given.choice("method")) if given.has("method") else Model.ORDINARY
    names = _explaining(given)
    if len(names) > 1 or (not names and model is not Model.MEAN):
        raise Refused(
            f"--x-name skal gis én gang med --method {model}. Med to variabler i rekkefølge: --x1-name, --x2-name."
        )
    x = table.numbers(names[0]) if names else np.full(len(table), np.nan)
    y = table.numbers(column(given, "y-name", "y"))
    asked, notes = limits(given, replacing=True)
    least = given.whole("merge-below") if given.has("merge-below") else 0
    found = impute(
        y,
        x,
        placed(table, given, "strata-name"),
        model,
        asked,
        round_imputed=given.switch("round-imputed"),
        least=least,
    )
    return Answer(
        {
            "id": table.texts(column(given, "id-name", "id")),
            "x": x,
            "y": y,
            "strata": found.used.written(),
            "category123": found.category123,
            "y_imputed": found.y_imputed,
            **details(found.details),
            "reason": reasons(found.reason),
        },
        (*notes, *told(found.strata), *_missing(found.total)),
        {"strata": rows(found.strata), "total": rows([found.total])},
    )


def _two_stages(table: Table, given: Given) -> Answer:
    from kostra.methods.imputing import impute_twice
    from kostra.methods.regression import Model

    x1, x2 = table.numbers(column(given, "x1-name")), table.numbers(column(given, "x2-name"))
    y = table.numbers(column(given, "y-name", "y"))
    strata = placed(table, given, "strata-name")
    first, second = (
        Model(given.choice(flag)) if given.has(flag) else Model.ORDINARY for flag in ("method1", "method2")
    )
    asked, notes = limits(given, replacing=True)
    found = impute_twice(y, x1, x2, strata, (first, second), asked, round_imputed=given.switch("round-imputed"))
    by_stratum, total = dict(rows(found.strata)), dict(rows([found.total]))
    for prefix, stage in (("a_", found.first), ("b_", found.second)):
        by_stratum |= {
            prefix + name: values for name, values in rows(stage.strata).items() if name not in ("strata", "n")
        }
        total |= {prefix + name: values for name, values in rows([stage.total]).items() if "imputed" in name}
    of_one_stage = ("status", "estimate_y_hat", "estimate_orig", "coef", "coef_b", "n_model", "sigma_hat")
    return Answer(
        {
            "id": table.texts(column(given, "id-name", "id")),
            "x1": x1,
            "x2": x2,
            "y": y,
            "strata": strata.written(),
            "y_imputed": found.second.y_imputed,
            **_stage("a_", found.first),
            **_stage("b_", found.second),
        },
        (*notes, *told(found.strata), *_missing(found.total)),
        {"strata": {name: by_stratum[name] for name in by_stratum if name not in of_one_stage}, "total": total},
    )


def _stage(prefix: str, found: Imputation) -> Columns:
    return {
        f"{prefix}category123": found.category123,
        **details(found.details, prefix),
        f"{prefix}reason": reasons(found.reason),
    }


def _history(table: Table, given: Given) -> Answer:
    from kostra.methods.history import NONE, OWN, carry_forward

    names = _explaining(given)
    if not names:
        raise Refused("--x-name mangler. Gi den én gang for hver tidligere periode, den nyeste først.")
    if given.has("reverse") and given.switch("reverse"):
        names = names[::-1]
    own = column(given, "y-name", "y")
    y, strata = table.numbers(own), placed(table, given, "strata-name")
    found = carry_forward(
        y,
        [table.numbers(name) for name in names],
        strata,
        by_size=given.has("weight-method") and given.choice("weight-method") == "ratio",
        round_imputed=given.switch("round-imputed"),
    )
    sources = {**dict(enumerate(names)), OWN: own, NONE: ""}
    missing = ["mangler y og tidligere verdier" if place == NONE else "" for place in found.source.tolist()]
    return Answer(
        {
            "id": table.texts(column(given, "id-name", "id")),
            "x": found.x,
            "y": y,
            "strata": strata.written(),
            "category123": found.category123,
            "y_hat": found.y_hat,
            "y_imputed": found.y_imputed,
            "r_stud": found.r_stud,
            "leave_out_resid": found.leave_out_resid,
            "var_imputed": [sources[place] for place in found.source.tolist()],
            "reason": missing,
        },
        (*told(found.strata), *_missing(found.total)),
        {
            "strata": rows(found.strata, ("coef", "coef_b", "se_robust")),
            "total": rows([found.total], ("se_robust_total",)),
        },
    )


def _explaining(given: Given) -> tuple[str, ...]:
    return given.columns("x-name") or given.columns("x")


def _refuse(given: Given, flags: tuple[str, ...], other: str) -> None:
    for flag in flags:
        if given.has(flag) and (flag != "reverse" or given.switch(flag)):
            raise Refused(f"--{flag} hører ikke sammen med {other}. Ta bort det ene.")


def _missing(total: Total) -> tuple[str, ...]:
    if not total.n_missing_total:
        return ()
    return (f"Enheter uten både egen verdi og modell, som ikke er med i estimatet: {total.n_missing_total}.",)


IMPUTE = Method(
    "impute",
    "gi verdi til det som mangler eller er helt galt, med en regresjon eller historien",
    "Imputering i hvert stratum. Kategori 1 er representative og lager modellen, 2 er riktige, men ikke representative, 3 mangler "
    "eller er helt gale og får modellens verdi, 0 mangler x. Med --x1-name og --x2-name går det i to steg: det som ikke har x1, "
    "får verdi fra x2. Med --method history får enheten sin egen siste kjente verdi. Imputerte verdier rundes ikke av uten "
    "--round-imputed. Summer og usikkerhet skrives med --out-strata og --out-total.",
    (
        *IDS,
        Flag("x-name", "variabelen som forklarer y; med history én gang for hver periode, nyeste først", Kind.COLUMNS),
        Flag("x", "det samme som --x-name", Kind.COLUMNS),
        *Y,
        STRATA,
        Flag("method", "modellen (ellers ordinary), eller history", Kind.CHOICE, choices=(*MODELS, "history")),
        Flag("x1-name", "to steg: variabelen som går foran, for eksempel verdien i fjor"),
        Flag("x2-name", "to steg: variabelen for dem uten den første, for eksempel folketallet"),
        Flag("method1", "modellen i første steg (ellers ordinary)", Kind.CHOICE, choices=(*MODELS, *_BY_THE_OTHER)),
        Flag("method2", "modellen i andre steg (ellers ordinary)", Kind.CHOICE, choices=(*MODELS, *_BY_THE_OTHER)),
        LIMIT_MODEL,
        LIMIT_ITERATE,
        Flag(
            "limit-impute", "fra denne grensen er verdien gal, og blir byttet ut; med 0 aldri", Kind.NUMBER, 50.0, low=0
        ),
        Flag("round-imputed", "rund imputerte verdier av til hele tall før de summeres", Kind.SWITCH, False),
        Flag("merge-below", "slå sammen strata med færre svar enn dette (ellers ingen)", Kind.WHOLE, low=0),
        Flag("weight-method", "history: om feilen vokser med verdien", Kind.CHOICE, choices=("ordinary", "ratio")),
        Flag("reverse", "history: nyeste periode sist, ikke først", Kind.SWITCH, False),
    ),
    _impute,
    {"strata": "estimat og modell i hvert stratum", "total": "estimat for alle"},
)
METHODS = (IMPUTE,)
