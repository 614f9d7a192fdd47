"""The rates of a municipality beside the state's guideline rates on 31 December: what each is above or below, and when they were adopted.

Where the state's rates are not known, nothing is said: a rate is never held against those of another day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from kostra.forms.f12.rates import MONEY, veiledende_satser
from kostra.model.errors import Refused
from kostra.model.text import Text

_DIFFERS, _LEVEL = "_mot_staten", "_nivaa"
_ADOPTED, _ON = "vedtatt", "vedtaksdato"
_BELOW, _ALIKE, _ABOVE = "under", "lik", "over"
_LEVELS = {
    _BELOW: Text("Under statens sats", "Under satsen til staten", "Below the state's rate"),
    _ALIKE: Text("Lik statens sats", "Lik satsen til staten", "Equal to the state's rate"),
    _ABOVE: Text("Over statens sats", "Over satsen til staten", "Above the state's rate"),
}
_WITHIN, _BEFORE, _EARLIER = "i_aaret", "aaret_foer", "tidligere"
_WHEN = {
    _WITHIN: Text("Vedtatt i løpet av året", "Vedtekne i løpet av året", "Adopted during the year"),
    _BEFORE: Text("Vedtatt året før", "Vedtekne året før", "Adopted the year before"),
    _EARLIER: Text("Vedtatt tidligere", "Vedtekne tidlegare", "Adopted earlier"),
}


def names() -> Mapping[str, Mapping[str, Text]]:
    """The columns that are made, each with its codes; a number of kroner has none."""
    kroner: dict[str, Mapping[str, Text]] = {f"{rate}{_DIFFERS}": {} for rate in MONEY}
    return kroner | {f"{rate}{_LEVEL}": _LEVELS for rate in MONEY} | {_ADOPTED: _WHEN}


def compared(answers: pl.DataFrame, year: int) -> pl.DataFrame:
    """The answers with these columns."""
    try:
        state = veiledende_satser(date(year, 12, 31))
    except Refused:
        state = None
    differs = {}
    for rate in MONEY:
        of_state = None if state is None else getattr(state, rate)
        differs[rate] = pl.col(rate) - pl.lit(of_state, dtype=pl.Int64)
    kroner = [one.alias(f"{rate}{_DIFFERS}") for rate, one in differs.items()]
    levels = [_level(one).alias(f"{rate}{_LEVEL}") for rate, one in differs.items()]
    on = pl.col(_ON).dt.year()
    adopted = pl.when(on == year).then(pl.lit(_WITHIN)).when(on == year - 1).then(pl.lit(_BEFORE))
    adopted = adopted.when(on.is_not_null()).then(pl.lit(_EARLIER))
    return answers.with_columns(*kroner, *levels, adopted.alias(_ADOPTED))


def _level(differs: pl.Expr) -> pl.Expr:
    below = pl.when(differs < 0).then(pl.lit(_BELOW))
    return below.when(differs == 0).then(pl.lit(_ALIKE)).when(differs > 0).then(pl.lit(_ABOVE))
