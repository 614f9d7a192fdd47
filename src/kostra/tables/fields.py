"""What a source has to count and divide by, in each year of a table: a name that a year does not have is refused, and so is a sum of what
is no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from kostra.accounts.concepts import Scope
from kostra.codelists.catalogue import code_list
from kostra.editing.derivations import IN_SUM, derivations
from kostra.forms import catalogue as forms
from kostra.forms.f12 import compared
from kostra.model.content import Table
from kostra.model.form import FieldType, Kind, Role, Senders
from kostra.model.period import Span
from kostra.model.text import Text
from kostra.registers import catalogue as registers
from kostra.registers.layout import Kind as RegisterKind
from kostra.registers.layout import Layout
from kostra.registers.typed import SEX
from kostra.statistics import derived
from kostra.statistics.definition import VALUE, Melt, Source
from kostra.statistics.definition import Kind as From

COMPARED = "12"
"""The form whose answers are held against the state's."""
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)


@dataclass(frozen=True, slots=True)
class Column:
    """What may be done with a field: sums of a number, values of one with codes."""

    number: bool = False
    codes: Mapping[str, Text] | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """`named` is what the source is called in a refusal; `persons` whether its records are of persons, with an age and months."""

    source: Source
    named: str
    persons: bool
    years: Mapping[int, Mapping[str, Column]]

    def demand(self, row: Table, key: str, *names: str) -> None:
        """Every year must have each of these."""
        for name in names:
            for year, columns in self.years.items():
                if name not in columns:
                    raise row.wrong(
                        key,
                        f"{self.named} has no field «{name}» in {year}",
                        "Write a field that it has in every year of the table, or let the table begin and end with it.",
                    )

    def demand_numbers(self, row: Table, key: str, *names: str) -> None:
        self.demand(row, key, *names)
        for name in names:
            if not all(columns[name].number for columns in self.years.values()):
                raise row.wrong(key, f"the field «{name}» is no number", "Write fields that hold numbers.")

    def demand_persons(self, row: Table, key: str) -> None:
        if not self.persons:
            raise row.wrong(key, f"{self.named} is not of persons", 'Count what it has: count = "units", or a sum.')

    def labels(self, row: Table, key: str, name: str) -> Mapping[int, Mapping[str, Text]]:
        """The codes of a field, by year."""
        self.demand(row, key, name)
        found = {year: columns[name].codes or {} for year, columns in self.years.items()}
        if not all(found.values()):
            raise row.wrong(key, f"the field «{name}» has no codes", "Write a field with a code list.")
        return found

    def demand_codes(self, row: Table, name: str, codes: tuple[str, ...]) -> None:
        """Each code must be one of some year."""
        known = {code for labels in self.labels(row, name, name).values() for code in labels}
        for code in codes:
            if code not in known:
                raise row.wrong(name, f"«{code}» is no code of {name}", f"Write one of: {', '.join(sorted(known))}.")


@cache
def personal(source: Source) -> bool:
    """Whether what is counted in it are persons."""
    match source.kind:
        case From.FORM:
            return forms.form(source.id).kind is Kind.RECORDS
        case From.REGISTER:
            return registers.layout(source.id).personal
    return False


@cache
def countable() -> tuple[str, ...]:
    """The forms that tables are made of: those of a year and of regions, with persons or with answers."""
    found = []
    for id in forms.ids():
        form = forms.form(id)
        version = form.version(form.last_year)
        told = form.kind is Kind.ANSWERS or version.of_role(Role.NATIONAL_ID) is not None
        if told and Span.YEAR in form.periods and version.senders is not Senders.CRISIS_CENTRES:
            found.append(id)
    return tuple(found)


def of_form(id: str, since: int, until: int | None) -> Fields:
    """In the years that the form is known."""
    form = forms.form(id)
    years = {year: _columns(id, year) for year in form.years if since <= year <= (until or form.last_year)}
    return Fields(Source(From.FORM, id), f"form {id}", form.kind is Kind.RECORDS, years)


@cache
def _columns(form: str, year: int) -> Mapping[str, Column]:
    """What was asked, sums without what dated rules leave out, and what follows from several fields."""
    fields = forms.form(form).version(year).fields
    found = {field.id: Column(field.type in _NUMBERS, field.codes or None) for field in fields}
    rules = [rule for rule in derivations() if form in rule.forms]
    found |= {f"{amount}{IN_SUM}": Column(number=True) for rule in rules for amount in rule.leaves_out}
    made = {**derived.names(form, year), **(compared.names() if form == COMPARED else {})}
    found |= {name: Column(not codes, codes or None) for name, codes in made.items()}
    return found


def of_melted(plain: Fields, melt: Melt, titles: Mapping[str, Mapping[str, Text]]) -> Fields:
    columns = {name: Column(codes=titles[name]) for name, _ in melt.columns} | {VALUE: Column(number=True)}
    source = Source(plain.source.kind, plain.source.id, melt)
    return Fields(source, f"{plain.named}, melted,", False, dict.fromkeys(plain.years, columns))


def melted(melt: Melt) -> list[str]:
    """The fields that are melted."""
    names = [name for name, _ in melt.columns]
    every = product(*(values for _, values in melt.columns))
    return [melt.field.format(**dict(zip(names, values, strict=True))) for values in every]


def of_register(layout: Layout, since: int, until: int | None) -> Fields:
    """Up to the newest year that any form is opened for."""
    last = until or max(forms.form(id).last_year for id in forms.ids())
    years = {}
    for year in range(max(since, layout.since), min(last, layout.until or last) + 1):
        columns = layout.columns(year)
        years[year] = {
            one.id: Column(one.kind is RegisterKind.WHOLE, None if one.codes is None else one.codes.at(year))
            for one in columns
        }
        if any(one.kind is RegisterKind.NATIONAL_ID for one in columns):
            years[year][SEX] = Column(codes=code_list("kjonn").at(year))
    return Fields(Source(From.REGISTER, layout.id), f"register {layout.id}", layout.personal, years)


def of_accounts(scope: Scope, since: int, until: int | None) -> Fields:
    """Costs are asked for by concept and function, not by field."""
    last = until or max(forms.form(id).last_year for id in forms.ids())
    nothing: Mapping[str, Column] = {}
    return Fields(Source(From.ACCOUNTS, scope.value), "accounts", False, dict.fromkeys(range(since, last + 1), nothing))
