"""Finding and reading the concepts and the groups.

A file that contradicts itself is refused when it is read, with file, line and what to do: years that overlap, an art or a function that the
code list does not have in those years, a group that counts a function twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from kostra.accounts.concepts import ArtRule, Arts, Concept, Kind, Scope
from kostra.accounts.groups import Break, Group, GroupRule, functions
from kostra.codelists.catalogue import code_list
from kostra.model import content
from kostra.model.codelist import Code, CodeList
from kostra.model.errors import Missing, Refused

CONCEPTS = Path(__file__).parent / "concepts.toml"
GROUPS = Path(__file__).parent / "groups.toml"
ARTS, FUNCTIONS = "regnskap_art", "regnskap_funksjon"

_RANGE = re.compile(r"([0-9]{3})(?:-([0-9]{3}))?")


@cache
def concepts(path: Path = CONCEPTS) -> Mapping[str, Concept]:
    table = content.read(path)
    table.take("source", str)
    found = {id: _concept(id, table.table(id)) for id in list(table.keys()) if id != "source"}
    table.done()
    return found


def _concept(id: str, row: content.Table) -> Concept:
    rules: list[ArtRule] = []
    for inner in row.rows("rules"):
        since, until = _years(inner)
        scope = inner.chosen("scope", one, Scope, Scope) if (one := inner.maybe("scope", str)) else None
        rule = ArtRule(since, until, _arts(inner, since, until), scope)
        inner.done()
        for other in rules:
            if _overlap(rule, other) and (None in (rule.scope, other.scope) or rule.scope is other.scope):
                raise inner.wrong(
                    "since",
                    f"{id} has two rules for the same year, from {other.since} and from {since}",
                    "Let the earlier rule end with until, the year before the later begins.",
                )
        rules.append(rule)
    concept = Concept(
        id, row.text("title"), row.text("about"), row.take("code", str), row.choice("kind", Kind, Kind), tuple(rules)
    )
    row.done()
    if not rules:
        raise row.wrong(None, f"the concept {id} has no rule", f"Add [[{id}.rules]] with since and arts.")
    return concept


def _arts(row: content.Table, since: int, until: int | None) -> tuple[Arts, ...]:
    known = code_list(ARTS)
    found: list[Arts] = []
    for written in row.texts("arts"):
        match = _RANGE.fullmatch(written)
        if match is None or (match[2] or match[1]) < match[1]:
            raise row.wrong("arts", f"«{written}» is not an art or a range of them", 'Write "010" or "010-480".')
        for art in filter(None, match.groups()):
            _demand(row, "arts", "art", art, known, since, until)
        found.append(Arts(match[1], match[2] or match[1]))
    for one, other in combinations(found, 2):
        if one.first in other or other.first in one:
            raise row.wrong(
                "arts", f"art {max(one.first, other.first)} is added twice", "Let each art stand in one range alone."
            )
    if not found:
        raise row.wrong("arts", "the rule adds no art", 'Add arts = ["010-480"].')
    return tuple(found)


@cache
def groups(path: Path = GROUPS) -> Mapping[str, Group]:
    return _read_groups(path)[0]


@cache
def breaks(path: Path = GROUPS) -> tuple[Break, ...]:
    return _read_groups(path)[1]


@cache
def _read_groups(path: Path) -> tuple[Mapping[str, Group], tuple[Break, ...]]:
    table = content.read(path)
    table.take("source", str)
    ids = [id for id in list(table.keys()) if id not in ("source", "breaks")]
    found = {id: _group(id, table.table(id), ids) for id in ids}
    for id in ids:
        _demand_once(table.table(id), found, id)
    broken = tuple(_break(row, ids) for row in table.rows("breaks"))
    table.done()
    return found, broken


def _group(id: str, row: content.Table, ids: Sequence[str]) -> Group:
    rules: list[GroupRule] = []
    for inner in row.rows("rules"):
        since, until = _years(inner)
        rule = GroupRule(since, until, inner.texts("of"))
        inner.done()
        for member in rule.of:
            _demand_member(inner, member, ids, since, until)
        if any(_overlap(rule, other) for other in rules):
            raise inner.wrong(
                "since",
                f"{id} has two rules for the same year, one of them from {since}",
                "Let the earlier rule end with until, the year before the later begins.",
            )
        rules.append(rule)
    group = Group(id, row.text("title"), tuple(rules), row.maybe("remark", str))
    row.done()
    if not any(rule.of for rule in rules):
        raise row.wrong(None, f"the group {id} has no functions", f"Add [[{id}.rules]] with since and of.")
    return group


def _demand_once(row: content.Table, found: Mapping[str, Group], id: str) -> None:
    rules = [rule for group in found.values() for rule in group.rules]
    for year in sorted({rule.since for rule in rules} | {rule.until + 1 for rule in rules if rule.until}):
        try:
            members = functions(found, id, year)
        except RecursionError:
            raise row.wrong(None, f"the group {id} is a part of itself", "Let it be made of other groups.") from None
        twice = sorted({one for one in members if members.count(one) > 1})
        if twice:
            raise row.wrong(
                None,
                f"the group {id} counts function {twice[0]} twice in {year}",
                "Take it out of one of the groups that it is made of.",
            )
        for rule in found[id].rules:
            for member in rule.of if rule.covers(year) else ():
                if not functions(found, member, year):
                    raise row.wrong(
                        None, f"the group {id} is made of {member}, which has no functions in {year}", "Mend since."
                    )


def _break(row: content.Table, ids: Sequence[str]) -> Break:
    year = row.year("year")
    if year is None:
        raise row.wrong(None, "a break has no year", "Add year = 2020.")
    scope = row.chosen("scope", one, Scope, Scope) if (one := row.maybe("scope", str)) else None
    found = Break(year, row.texts("of"), row.text("text"), scope)
    row.done()
    for member in found.of:
        _demand_member(row, member, ids, year, year)
    return found


def _demand_member(row: content.Table, member: str, ids: Sequence[str], since: int, until: int | None) -> None:
    if member not in ids:
        _demand(row, "of", "function", member, code_list(FUNCTIONS), since, until)


def _demand(
    row: content.Table, key: str, what: str, value: str, known: CodeList, since: int, until: int | None
) -> None:
    """The code must be there in every year of the rule."""
    same = [code for code in known.codes if code.value == value]
    if not same:
        raise row.wrong(key, f"there is no {what} «{value}» in {known.id}.toml", f"Write a {what} that is in it.")
    if not any(_throughout(code, since, until) for code in same):
        last = max(code.until or 0 for code in same)
        until_said = f", which ends in {last}," if last else ""
        raise row.wrong(
            key,
            f"{what} {value}{until_said} is not there in every year from {since}",
            f"End the rule with until = {last}, and write another for the years after." if last else "Mend since.",
        )


def _throughout(code: Code, since: int, until: int | None) -> bool:
    return code.since <= since and (code.until is None or (until is not None and until <= code.until))


def _years(row: content.Table) -> tuple[int, int | None]:
    since, until = row.year("since"), row.year("until")
    if since is None:
        raise row.wrong(None, "a rule has no first year", "Add since = 2017.")
    if until is not None and until < since:
        raise row.wrong("until", f"a rule ends in {until}, before it begins in {since}", "Mend since or until.")
    return since, until


def _overlap(one: ArtRule | GroupRule, other: ArtRule | GroupRule) -> bool:
    return one.since <= (other.until or 9999) and other.since <= (one.until or 9999)


def shown(year: int) -> tuple[str, ...]:
    """The groups of a year, in the order of the file, and the functions that they are made of."""
    found = {id: functions(groups(), id, year) for id in groups()}
    return (*(id for id in found if found[id]), *sorted({function for one in found.values() for function in one}))


def demand_name(name: str, year: int) -> None:
    """Refuses what is neither a function of the year nor a group that has functions in it."""
    if name in groups():
        if not functions(groups(), name, year):
            raise Refused(f"Gruppen {name} har ingen funksjoner i {year}. Velg et senere år.")
    elif name not in code_list(FUNCTIONS).at(year):
        raise Missing(
            f"«{name[:40]}» er ikke en funksjon i {year}, og heller ikke en gruppe. "
            f"Velg en funksjon, for eksempel 281, eller en av gruppene {', '.join(groups())}."
        )
