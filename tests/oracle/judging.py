"""A whole file, judged the slow way: every record alone, then what only the whole file can tell.

This is the oracle that the engine is held against. It was written from the table of what must hold, not from the controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from kostra.model.form import FormVersion
from oracle import form_11cf, form_11f
from oracle.law import ERROR, OSLO, Case, Said, Sender
from oracle.primitives import person

Record: TypeAlias = dict[str, str]

_JUDGES: dict[str, Callable[[Case], Iterator[Said]]] = {"11F": form_11f.judge, "11CF": form_11cf.judge}


def cut(version: FormVersion, line: str) -> Record:
    """A line in pieces, as it stands."""
    return {field.id: line[field.first - 1 : field.last] for field in version.fields}


def judge(version: FormVersion, record: Record, sender: Sender) -> set[Said]:
    """What one record is told, alone."""
    return set(_JUDGES[version.form.id](Case(version, record, sender)))


def judge_file(version: FormVersion, records: Sequence[Record], sender: Sender) -> list[set[Said]]:
    """What each record is told, duplicates included."""
    told = [judge(version, record, sender) for record in records]
    for control, key in (("K05A", _person_key), ("K05B", _journal_key)):
        keys = [key(version, record) for record in records]
        seen: dict[str, int] = {}
        for found in keys:
            if found is not None:
                seen[found] = seen.get(found, 0) + 1
        for place, found in enumerate(keys):
            if found is not None and seen[found] > 1:
                told[place].add(Said(control, ERROR))
    return told


def _person_key(version: FormVersion, record: Record) -> str | None:
    """11F: the number, when it is valid. 11CF: the number, valid or standing in for one, with the status; not in Oslo."""
    number = record["person_fodselsnr"]
    found = person(number, version.year)
    if version.form.id == "11F":
        return number if found.valid else None
    if record["kommune_nr"] == OSLO or not (found.valid or found.stand_in):
        return None
    return number + record["status"]


def _journal_key(version: FormVersion, record: Record) -> str | None:
    if version.form.id == "11CF" and record["kommune_nr"] == OSLO:
        return None
    return record["person_journalnr"]
