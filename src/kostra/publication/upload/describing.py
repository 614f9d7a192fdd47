"""A description of one of our tables as the bank would give it: what to ask the bank for, and something to try the files against."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication import labels, words
from kostra.publication.calendar import OSLO
from kostra.publication.table import Axis, Table
from kostra.publication.upload.description import YEARS

_CODES = {Mark.NOT_POSSIBLE: "01", Mark.MISSING: "02", Mark.CONFIDENTIAL: "04"}
"""As the bank has them in its own examples. In files they are always taken from the bank's description."""


def described(table: Table, made: datetime) -> bytes:
    name = f"Kostra{table.id}"
    axes = [axis for at, axis in enumerate(table.axes) if at != table.contents]
    first = len(axes) + 1
    many = len(table.measures)
    part = {
        "deltabell": f"{name}.dat",
        "variabler": [_variable(at, axis, is_time=axis is table.axes[table.time]) for at, axis in enumerate(axes, 1)],
        "statistikkvariabler": [
            {
                "kolonnenummer": str(at),
                "Text": one.title.nb,
                "Enhet": one.unit.nb,
                "Antall_lagrede_desimaler": str(one.decimals),
                "Antall_viste_desimaler": str(one.decimals),
            }
            for at, one in enumerate(table.measures, first)
        ],
        "null_prikk_missing": [
            {
                "kolonnenummer": str(at + many),
                "gjelder_for_text": one.title.nb,
                "gjelder_for__kolonner_nummer": str(at),
            }
            for at, one in enumerate(table.measures, first)
        ],
        "eksempel_linje": ";".join([*(axis.codes[0] for axis in axes), *["0"] * many, *[""] * many]),
    }
    told = {
        "Uttaksbeskrivelse_lagd": made.astimezone(OSLO).strftime("%d.%m.%Y klokka %H:%M"),
        "base": "DB",
        "TabellId": table.id,
        "Huvudtabell": name,
        "DeltabellTitler": [{"Filnavn": f"{name}.dat", "Filtext": table.title.nb}],
        "deltabller": [part],
        "null_prikk_missing_kodeliste": [
            {"Kode": code, "Vises_som": mark.value, "Beskrivelse": words.MARKS[mark].nb}
            for mark, code in _CODES.items()
        ],
        "kodelister": [_list(axis) for axis in axes[:-1]],
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _variable(at: int, axis: Axis, *, is_time: bool) -> dict[str, str]:
    return {
        "kolonnenummer": str(at),
        "Klassifikasjonsvariabel": axis.code,
        "Variabeltext": axis.title.nb,
        "Kodeliste_id": "-" if is_time else axis.code,
        "Kodeliste_text": f"Tidsperioder for tabellen, enhet = år, format = {YEARS}" if is_time else axis.title.nb,
    }


def _list(axis: Axis) -> dict[str, Any]:
    total = {} if axis.total is None else {"SumIALtTotalKode": axis.total}
    texts = labels.titles(axis, Language.BOKMAL)
    codes = [{"kode": code, "text": text} for code, text in zip(axis.codes, texts, strict=True)]
    return {"kodeliste": axis.code, **total, "koder": codes}
