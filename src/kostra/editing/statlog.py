"""The log of edits as SSB's statlog has it (ChangeDataLog), one object for each event that changed or judged data, in the order of the log.

Units and records are named by unit ids and record keys; there is no national id and no pseudonym in it. Beyond statlog stand, under
`kostra`, what it has no place for: the number and id of the event, what it answers, and what it reverses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kostra.editing.derivations import Derivation
from kostra.model.edit import Act, Edit, Reason, Whole

SCHEMA = "2.0.0"
STATISTICS = "kostra-sosial"
_JUDGED = {Act.APPROVED: "MNC", Act.NOT_REVIEWED: "NOT"}


def rows(edits: Iterable[Edit]) -> Iterator[dict[str, Any]]:
    """Changes, undoings, approvals and what was passed over. A change that needed a colleague stands here from when it was seconded, under
    whoever made it, and one that was declined never does. To drop a stale one, or to carry it over, changes no value by itself.
    """
    known: dict[str, Edit] = {}
    counted: set[str] = set()
    for one in edits:
        known[one.id] = one
        about = None if one.about is None else known.get(one.about)
        if one.act is Act.CHANGED and not one.needs_second:
            counted.add(one.id)
            yield _changed(one, one)
        elif one.act is Act.SECONDED and about is not None:
            counted.add(about.id)
            yield _changed(about, one)
        elif one.act in _JUDGED:
            yield _row(one, _JUDGED[one.act], one.reason) | {"change_details": _unit(one)}
        elif one.act is Act.UNDONE and about is not None and about.id in counted:
            yield _changed(about, one, reversing=True)


def derived(whole: Whole, rule: Derivation, unit: str, count: int, at: str) -> dict[str, Any]:
    """What a dated rule took out of the sums of a unit: so many rows, automatically."""
    target = _target(whole, unit)
    return {
        "schema_version": SCHEMA,
        "statistics_name": STATISTICS,
        "data_source": [_source(whole, unit)],
        "data_target": target,
        "data_period": str(whole.period),
        "variable_name": rule.id,
        "change_event": "A",
        "change_event_reason": Reason.OTHER.value,
        "change_datetime": at,
        "changed_by": f"{rule.id} {rule.since}",
        "data_change_type": "UPD",
        "change_comment": rule.label.nb,
        "change_details": {"detail_type": "rows", "rows_affected": count, "variable_name": rule.id},
    }


def _changed(one: Edit, event: Edit, *, reversing: bool = False) -> dict[str, Any]:
    before, after = (one.after, one.before) if reversing else (one.before, one.after)
    values = {"old_value": _value(one, before), "new_value": _value(one, after)}
    row = _row(event, "A" if one.automatic else "M", event.reason if reversing else one.reason)
    row |= {"variable_name": one.field, "data_change_type": "UPD", "change_details": _unit(one) | values}
    if not reversing:
        row["changed_by"] = one.actor.id if not one.automatic else (one.rule or one.actor.id)
        row["change_comment"] = one.comment
    if one.rule is not None:
        row["kostra"]["rule"] = one.rule
    if one.answers is not None:
        row["kostra"]["answers"] = one.answers
    return row


def _row(event: Edit, kind: str, reason: Reason) -> dict[str, Any]:
    whole = Whole(event.of.form, event.of.period, event.of.season)
    extra: dict[str, Any] = {"number": event.number, "id": event.id, "act": event.act.value}
    if event.about is not None:
        extra["reverses" if event.act is Act.UNDONE else "about"] = event.about
    if event.answers is not None:
        extra["answers"] = event.answers
    return {
        "schema_version": SCHEMA,
        "statistics_name": STATISTICS,
        "data_source": [f"{_source(whole, event.of.unit)}/{event.submission}"],
        "data_target": _target(whole, event.of.unit),
        "data_period": str(event.of.period),
        "variable_name": event.field or "",
        "change_event": kind,
        "change_event_reason": reason.value,
        "change_datetime": event.at.isoformat(),
        "changed_by": event.actor.id,
        "change_comment": event.comment,
        "kostra": extra,
    }


def _unit(one: Edit) -> dict[str, Any]:
    ids: list[Mapping[str, str]] = [{"unit_id_variable": "unit", "unit_id_value": one.of.unit}]
    if one.record is not None:
        ids.append({"unit_id_variable": "record", "unit_id_value": one.record})
    return {"detail_type": "unit", "unit_id": ids}


def _value(one: Edit, value: str | None) -> list[dict[str, str]]:
    return [{"variable_name": one.field or "", "value": "" if value is None else value}]


def _source(whole: Whole, unit: str) -> str:
    return f"inndata/{whole.form}/{whole.period}/{unit}"


def _target(whole: Whole, unit: str) -> str:
    return f"klargjorte-data/{whole.form}/{whole.period}/{unit}"
