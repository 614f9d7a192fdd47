"""What if: a scenario on a copy of the accounts and the posts of form 7, beside what is published. Nothing is stored."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

import polars as pl

from kostra import regions
from kostra.accounts.catalogue import concepts
from kostra.accounts.concepts import Scope
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import of_form
from kostra.app.system import System
from kostra.model.edit import Whole
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.reconciling.amounts import UNIT
from kostra.reconciling.catalogue import scenario
from kostra.reconciling.scenarios import Beside, Books, Counted, Given, Scenario, apply, beside, by_amounts, by_share

_MORE = "flere"
COLUMNS = ("region", "belop", "aarsverk")


@dataclass(frozen=True, slots=True)
class Imagined:
    """`assumed` is the share, where one was; then the scenario's assumption is to be shown. `without` have no accounts and are left out."""

    scenario: Scenario
    year: int
    assumed: Fraction | None
    rows: tuple[Beside, ...]
    without: tuple[str, ...]
    without_posts: tuple[str, ...]
    """Have accounts, and their posts are not known: they count as none, and it must be said."""


def imagine(
    system: System,
    asker: Asker,
    id: str,
    year: int,
    *,
    share: Fraction | None = None,
    given: Mapping[str, Given] | None = None,
) -> Imagined:
    """Either a share for all, or amounts and posts for each municipality."""
    demand_duty(asker, Duty.STATISTICIAN)
    wanted = scenario(id)
    if (share is None) == (given is None):
        raise Refused("Gi enten en andel som gjelder alle, eller en fil med beløp og årsverk for hver kommune.")
    if not any(move.covers(year) for move in wanted.moves):
        raise Refused(f"{wanted.title.nb} flytter ingenting i {year}. Velg et år fra {wanted.moves[0].since}.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        books, without, lacking = _books(system, tx, wanted, year)
    if given is not None:
        _refuse_without_accounts(given, books)
    moved = by_amounts(books, wanted, year, given or {}) if share is None else by_share(books, wanted, year, share)
    rows = beside(books, apply(books, moved), wanted.groups, counted(year))
    return Imagined(wanted, year, share, rows, without, lacking)


def counted(year: int) -> Counted:
    """What is published as gross and net is shown here too."""
    gross, net = (concepts()[id].arts(Scope.MUNICIPALITY, year) for id in ("brutto", "netto"))
    return Counted(gross, net)


def _refuse_without_accounts(given: Mapping[str, Given], books: Books) -> None:
    there = {unit for unit, *_ in books.kroner}
    for unit in sorted(given.keys() - there):
        raise Refused(f"{unit} har ikke levert regnskap, så det er ikke noe å flytte. Ta kommunen ut av filen.")


def _books(
    system: System, tx: Transaction, wanted: Scenario, year: int
) -> tuple[Books, tuple[str, ...], tuple[str, ...]]:
    functions = sorted({*chain(*wanted.groups.values()), *(one for move in wanted.moves for one in (move.of, move.to))})
    accounts = of_form(system, tx, Whole("0A", Period(year)))
    kept = accounts.records.filter(
        (pl.col("kontoklasse") == "1") & pl.col("funksjon_kapittel").is_in(functions) & pl.col(UNIT).str.ends_with("00")
    )
    sums = kept.group_by(UNIT, "funksjon_kapittel", "art_sektor").agg(pl.col("belop").sum() * 1000)
    kroner = {
        (unit, function, art): amount
        for unit, function, art, amount in sums.sort(sums.columns[:3]).iter_rows()
        if amount
    }
    municipalities = [one.code for one in regions.reporting_units(year, by_district=False)]
    without = tuple(code for code in municipalities if code not in accounts.answered)
    posts, lacking = _posts(system, tx, functions, year, accounts.answered)
    return Books(kroner, posts), without, lacking


def _posts(
    system: System, tx: Transaction, functions: list[str], year: int, wholes: frozenset[str]
) -> tuple[dict[tuple[str, str], int], tuple[str, ...]]:
    """Posts by municipality, Oslo's from all its districts together; and those of the municipalities whose posts are not all known."""
    found = of_form(system, tx, Whole("7", Period(year)))
    silent = (one.code for one in regions.reporting_units(year) if one.code not in found.answered)
    lacking = {f"{code[:4]}00" for code in silent} & wholes
    fields = {
        function: field for function in functions if (field := f"aarsverk_{function}_sum") in found.records.columns
    }
    posts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for function, field in fields.items():
        for unit, amount in found.records.select(UNIT, field).iter_rows():
            whole = f"{unit[:4]}00"
            if amount and whole in wholes - lacking:
                posts[whole, function] += int(amount * 10)
    return dict(posts), tuple(sorted(lacking))


def read_given(text: str) -> dict[str, Given]:
    """A CSV file with the columns region, belop and aarsverk (which may be left out): kroner and posts of each municipality."""
    reader = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff")),
        delimiter=";" if ";" in text.partition("\n")[0] else ",",
        restkey=_MORE,
    )
    head = _head(reader)
    if not {"region", "belop"} <= set(head) or set(head) - set(COLUMNS):
        raise Refused(
            f"Filen har kolonnene {', '.join(head) or 'ingen'}. Den skal ha {', '.join(COLUMNS)}; aarsverk kan utelates."
        )
    found: dict[str, Given] = {}
    for number, row in enumerate(_rows(reader), start=2):
        more = "".join(row.pop(_MORE, ()))
        if more:
            raise Refused(
                f"Linje {number}: «{more[:20]}» står etter siste kolonne. Skriv ett felt for hver av {', '.join(head)}."
            )
        region = (row["region"] or "").strip()
        unit = f"{region}00" if len(region) == 4 else region
        if unit in found:
            raise Refused(f"Linje {number}: {region} står to ganger. Skriv kommunen én gang.")
        found[unit] = Given(_whole(row["belop"], 1, number), _whole(row.get("aarsverk") or "0", 10, number))
    return found


def _head(reader: csv.DictReader[str]) -> tuple[str, ...]:
    try:
        return tuple(reader.fieldnames or ())
    except csv.Error:
        raise _unreadable(reader) from None


def _rows(reader: csv.DictReader[str]) -> Iterator[dict[str, Any]]:
    try:
        yield from reader
    except csv.Error:
        raise _unreadable(reader) from None


def _unreadable(reader: csv.DictReader[str]) -> Refused:
    return Refused(f"Linje {reader.line_num} lar seg ikke lese som CSV. Se etter et anførselstegn for mye.")


def _whole(written: str | None, times: int, number: int) -> int:
    """A number that is whole when it is so many times larger."""
    value = _decimal(written or "")
    if value is None or (value * times).denominator != 1:
        what = "hele kroner" if times == 1 else "årsverk med én desimal"
        raise Refused(f"Linje {number}: «{(written or '')[:20]}» er ikke {what}.")
    return int(value * times)


def read_share(written: str) -> Fraction:
    """Exactly as it is written: 0,35 is 35 hundredths."""
    share = _decimal(written)
    if share is None:
        raise Refused(f"«{written[:20]}» er ikke en andel. Skriv et tall fra 0 til 1, for eksempel 0,35.")
    return share


def _decimal(written: str) -> Fraction | None:
    """Digits with a comma or a point, and no more of them than anybody would mean: «1e999999999» is a number that no machine can hold."""
    plain = written.strip().replace(",", ".")
    return Fraction(plain) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", plain) else None
