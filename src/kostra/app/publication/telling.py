"""A release in one line, and as JSON: what it is, when it is public, and where it stands. In bokmål, for the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kostra.app.publication.showing import Listed
from kostra.model.release import Kind, Release
from kostra.publication.calendar import OSLO
from kostra.publication.standing import State

_KINDS = {
    Kind.PROVISIONAL: "foreløpige tall",
    Kind.FINAL: "endelige tall",
    Kind.SUBJECT: "egen publisering",
    Kind.CORRECTION: "retting",
}
_STATES = {
    State.WAITING: "venter på godkjenning",
    State.COMING: "godkjent, blir synlig",
    State.PUBLIC: "synlig",
    State.REPLACED: "erstattet",
    State.WITHDRAWN: "trukket tilbake",
}


def moment(at: datetime) -> str:
    """16.03.2026 kl. 08.00, in Oslo."""
    return f"{at.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"


def what(one: Release) -> str:
    return f"{_KINDS[one.kind]} for {one.year}"


def as_line(one: Release) -> str:
    counted = f"{len(one.tables)} tabell{'' if len(one.tables) == 1 else 'er'}"
    said = f"Laget publisering {one.id}: {what(one)}, {counted}."
    if one.approved is not None:
        when = "" if one.standing is None else " på forhånd"
        return f"{said} Godkjent{when} av {one.approved.by.name}. Synlig {moment(one.opens or one.hour)}."
    return f"{said} Synlig {moment(one.hour)}, når en kollega har godkjent den."


def as_text(every: Sequence[Listed]) -> str:
    if not every:
        return "Ingen publiseringer er laget. Lag en med «kostra release make».\n"
    return "".join(
        f"{each.release.id}  {moment(each.release.opens or each.release.hour)}  {what(each.release)}, "
        f"{len(each.release.tables)} tabeller: {_STATES[each.state]}\n"
        for each in every
    )


def as_json(one: Release, state: State | None = None) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "year": one.year,
        "hour": one.hour.isoformat(),
        "opens": None if one.opens is None else one.opens.isoformat(),
        "tables": dict(one.tables),
        "manifest": one.manifest,
        "corrects": one.corrects,
        "reason": one.made.text,
        "made_by": one.made.by.name,
        "approved_by": None if one.approved is None else one.approved.by.name,
        "standing_approval": one.standing,
        "withdrawn": None if one.withdrawn is None else one.withdrawn.text,
    } | ({} if state is None else {"state": state.value})


def dumped(told: object) -> str:
    return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n"
