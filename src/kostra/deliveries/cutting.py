"""A frame of klargjorte data cut by a legal basis, and by an order within it. What the basis does not cover never comes further than here.

Then persons are called what the recipient may know them by. The order of the records says nothing of how they came, so that two deliveries
of the same cannot be laid side by side line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from kostra.deliveries.variables import BORN, KIND, RECORD, REGION, UNIT, Apart, identities, known
from kostra.model.delivery import Basis, Identity, Order, Persons
from kostra.model.errors import Broken
from kostra.model.form import FormVersion

_GIVEN = "given"


def wanted(basis: Basis, order: Order, version: FormVersion) -> tuple[str, ...]:
    """The variables that are delivered: those of the order, or all of the basis, that the form has in the year, in the order of the
    form."""
    covered = set(basis.variables.get(order.form, ()))
    asked = covered if not order.variables else set(order.variables)
    if not asked <= covered:
        raise Broken("an order beyond its basis came as far as cutting")
    return tuple(id for id in known(version) if id in asked)


def cut(frame: pl.DataFrame, basis: Basis, order: Order, version: FormVersion) -> pl.DataFrame:
    """The columns: the record's key, which stays in the house, then what knows persons apart where the basis has that, then variables."""
    columns = wanted(basis, order, version)
    meant = [*_of(basis.persons, version.year), *_of(order.persons, version.year)]
    kept = frame.filter(*meant) if meant else frame
    apart = () if basis.identity is Identity.NONE else identities(version)
    return kept.select(
        pl.concat_str(UNIT, RECORD, separator=" ").alias(RECORD),
        *(pl.when(pl.col(KIND).is_in(one.kinds)).then(pl.col(one.column)).alias(one.name) for one in apart),
        *(pl.col(UNIT).alias(REGION) if id == REGION else pl.col(id) for id in columns),
    )


def named(
    frame: pl.DataFrame, version: FormVersion, name: Callable[[list[bytes]], list[str]] | None = None
) -> pl.DataFrame:
    """What was cut as it is delivered: without the keys of the house, persons by the names that the recipient may know them by, and in an
    order of their own. `name` is asked once for each person; there is none where the basis has no persons."""
    found = frame.drop(RECORD)
    for one in _apart(frame, version):
        if name is None:
            raise Broken("persons that nobody has a name for were about to be delivered")
        persons = found[one.name].drop_nulls().unique().sort()
        given = pl.DataFrame({one.name: persons, _GIVEN: pl.Series(name(persons.to_list()), dtype=pl.String)})
        at = found.columns.index(one.name)
        called = found.join(given, on=one.name, how="left", maintain_order="left")[_GIVEN]
        found = found.replace_column(at, called.alias(one.name))
    return found.sort(found.columns, nulls_last=True) if found.columns else found


def persons(frame: pl.DataFrame, version: FormVersion) -> int:
    """How many are told apart in what was cut."""
    return sum(frame[one.name].drop_nulls().n_unique() for one in _apart(frame, version))


def _apart(frame: pl.DataFrame, version: FormVersion) -> tuple[Apart, ...]:
    return tuple(one for one in identities(version) if one.name in frame.columns)


def per_unit(frame: pl.DataFrame) -> dict[str, int]:
    """How many records of each unit are in what was cut."""
    units = frame[RECORD].str.slice(0, 6).value_counts().sort(RECORD)
    return dict(units.iter_rows())


def _of(persons: Persons, year: int) -> Iterator[pl.Expr]:
    """Who is meant: each condition there is. Whoever has no known age is of none."""
    age = year - pl.col(BORN).dt.year()
    if persons.regions:
        yield pl.col(UNIT).str.slice(0, 4).is_in(persons.regions)
    if persons.youngest is not None:
        yield age >= persons.youngest
    if persons.oldest is not None:
        yield age <= persons.oldest
    for id, answers in persons.where.items():
        yield pl.col(id).is_in(answers)
