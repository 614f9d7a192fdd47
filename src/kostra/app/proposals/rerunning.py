"""Running a control again on the records of an earlier year: as it was then, and as a change would have had it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.app.editing.findings import again, prepared
from kostra.controls import kernel
from kostra.controls.controlset import Set
from kostra.controls.declare import Given
from kostra.controls.findings import duplicates
from kostra.controls.kernel import Places
from kostra.editing.columns import UNIT
from kostra.forms.controls import control_set
from kostra.methods.columns import Fields
from kostra.model.edit import Whole
from kostra.model.form import FormVersion
from kostra.model.form_change import Change, ControlDropped, ControlLimit, ControlMessage, ControlSeverity

Hit = npt.NDArray[np.bool_]


def number(change: ControlSeverity | ControlDropped | ControlMessage) -> str:
    """Which control it is about: a sentence is named after its control, and may have a name of its own after a dot."""
    return change.sentence.partition(".")[0] if isinstance(change, ControlMessage) else change.control


def has(change: ControlSeverity | ControlDropped | ControlMessage, whole: Whole) -> bool:
    """Whether the year has the control at all."""
    return any(one.id == number(change) for one in control_set(whole.form, whole.period.year).controls)


def hits(change: Change, whole: Whole, version: FormVersion, frame: pl.DataFrame) -> tuple[Hit, Hit] | None:
    """Which of the records it would have hit before and after; None for a change of no control, or of one that cannot be run again."""
    places = _places(change, whole)
    if not places:
        return None
    before, after = np.zeros(len(frame), dtype=np.bool_), np.zeros(len(frame), dtype=np.bool_)
    at = 0
    for rows in frame.partition_by(UNIT, maintain_order=True):
        wanted, fields = prepared(whole, version, rows)
        here = slice(at, at + len(rows))
        before[here] = _hit(wanted.controls, places, fields, wanted.given, len(rows))
        after[here] = _after(change, wanted.controls, places, fields, wanted.given, before[here])
        at += len(rows)
    return before, after


def _after(change: Change, controls: Set, places: tuple[int, ...], fields: Fields, given: Given, before: Hit) -> Hit:
    match change:
        case ControlDropped():
            return np.zeros_like(before)
        case ControlLimit(limit=limit, value=value):
            changed = replace(controls, limits={**controls.limits, limit: value})
            return _hit(changed, places, fields, given, len(before))
    return before


def _places(change: Change, whole: Whole) -> tuple[int, ...]:
    """The controls of the year that it is about and that can be run again, by their place in the set."""
    if not isinstance(change, ControlLimit | ControlSeverity | ControlDropped | ControlMessage):
        return ()
    controls = control_set(whole.form, whole.period.year).controls
    may = again(whole.form, whole.period.year)
    match change:
        case ControlLimit(limit=limit):
            # Also those that read who somebody is: a stand-in has the same age, and what differs is the limit alone.
            return tuple(place for place, one in enumerate(controls) if limit in one.parameters)
        case ControlSeverity() | ControlDropped():
            return tuple(place for place in may if controls[place].id == change.control)
    return tuple(place for place in may if controls[place].sentence == change.sentence)


def _hit(controls: Set, places: tuple[int, ...], fields: Fields, given: Given, records: int) -> Hit:
    rules = [(place, controls.bind(controls.controls[place], given)) for place in places]
    outcome = kernel.run(rules, fields, np.arange(records, dtype=np.int64), Places())
    found = np.zeros(records, dtype=np.bool_)
    twice = [one for keys in outcome.keys for one in duplicates([keys])]
    for one in (*outcome.hits, *twice):
        found[one.lines] = True
    return found
