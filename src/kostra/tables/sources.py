"""What a table, or a measure that says so itself, is made of: a form, a register, or the accounts."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from kostra.accounts.catalogue import concepts, demand_name
from kostra.accounts.concepts import Scope
from kostra.model.content import Table
from kostra.model.errors import Refused
from kostra.model.text import Text
from kostra.registers import catalogue as registers
from kostra.statistics.definition import VALUE, Kind, Melt
from kostra.statistics.records import UNIT
from kostra.tables.fields import Fields, countable, melted, of_accounts, of_form, of_melted, of_register
from kostra.tables.words import english

_KEYS = ("form", "register", "accounts")


def of_table(file: Table, since: int, until: int | None) -> Fields:
    named = [key for key in _KEYS if file.has(key)]
    if len(named) != 1:
        raise file.wrong(
            named[-1] if named else None,
            "the table is made of nothing, or of several",
            'Write one of form = "11F", register = "nir" and accounts = "municipality"; a measure may say its own source.',
        )
    key = named[0]
    if key == "accounts":
        found = of_accounts(file.choice(key, Scope, Scope), since, until)
    else:
        found = _found(file, key, file.take(key, str), since, until)
    return _melted(file.table("melt"), found) if file.maybe("melt", dict) is not None else found


def of_measure(row: Table, own: Fields, since: int, until: int | None) -> Fields:
    """The table's own, unless the measure names another form or register."""
    source = row.maybe("source", str)
    return own if source is None else _found(row, "source", source, since, until)


def scope(row: Table, own: Fields) -> Scope:
    """Whose accounts a cost is of: as the measure says, or else the table, or else the municipality's own."""
    written = row.maybe("scope", str)
    if written is not None:
        return row.chosen("scope", written, Scope, Scope)
    return Scope(own.source.id) if own.source.kind is Kind.ACCOUNTS else Scope.MUNICIPALITY


def demand_cost(row: Table, key: str, cost: str, accounts: Fields) -> None:
    """Written `concept:function`; both must be known in every year of the accounts."""
    concept, _, function = cost.partition(":")
    if concept not in concepts():
        raise row.wrong(key, f"cost is «{concept}»", f"Write one of: {', '.join(concepts())}.")
    for year in accounts.years:
        try:
            concepts()[concept].arts(Scope(accounts.source.id), year)
            demand_name(function, year)
        except Refused as refused:
            raise row.wrong(key, refused.message, "Mend the cost, the function or the years of the table.") from None


def _found(row: Table, key: str, id: str, since: int, until: int | None) -> Fields:
    known = {"form": countable(), "register": registers.ids()}.get(key, (*countable(), *registers.ids()))
    if id not in known:
        raise row.wrong(key, f"{key} is «{id}», which tables are not made of", f"Write one of: {', '.join(known)}.")
    found = of_form(id, since, until) if id in countable() else of_register(registers.layout(id), since, until)
    if not found.years:
        raise row.wrong(key, f"{found.named} is not known in any year of the table", "Mend since and until.")
    return found


def _melted(row: Table, plain: Fields) -> Fields:
    field = row.take("field", str)
    titles: dict[str, Mapping[str, Text]] = {}
    for name, values in row.tables("columns"):
        titles[name] = {}
        for value in list(values.keys()):
            title = values.table(value)
            titles[name] = {**titles[name], value: english(title, "title")}
            title.done()
    if plain.persons or plain.source.kind is Kind.REGISTER:
        raise row.wrong(
            None, f"{plain.named} is melted", "Melt answers and accounts; divide other records by their fields."
        )
    asked = _in_braces(field)
    taken = {VALUE, UNIT}.intersection(titles)
    if taken or sorted(asked) != sorted(titles) or not titles or not all(titles.values()):
        raise row.wrong(
            "field",
            f"the field is «{field}», and the columns are {', '.join(titles) or 'none'}",
            "Let every column stand once in braces in the field, with its values in [melt.columns.<column>.<value>].",
        )
    melt = Melt(field, tuple((name, tuple(titles[name])) for name in asked))
    row.done()
    if plain.source.kind is Kind.ACCOUNTS:
        for cost in melted(melt):
            demand_cost(row, "field", cost, plain)
    else:
        plain.demand_numbers(row, "field", *melted(melt))
    return of_melted(plain, melt, titles)


def _in_braces(field: str) -> list[str]:
    """The names in it; none where the braces do not match."""
    try:
        return [name for _, name, _, _ in Formatter().parse(field) if name is not None]
    except ValueError:
        return []
