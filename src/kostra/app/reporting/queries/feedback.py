"""What users said of the guide, in the year that the report is written: as the desk of feedback counts it. No word of anybody is shown."""

from __future__ import annotations

from kostra.app.feedback.counting import Counted, counted
from kostra.app.reporting.asking import Asking, Found, query
from kostra.model.feedback import Stage
from kostra.model.text import Text
from kostra.reporting.figure import Kind

_STAGES = {
    Stage.NEW: Text("ikke sett", "ikkje sett"),
    Stage.SEEN: Text("sett", "sett"),
    Stage.ANSWERED: Text("besvart", "svart på"),
    Stage.PROPOSED: Text("blitt et forslag", "vorte eit forslag"),
}


@query("tilbakemeldinger-antall", Kind.COUNT, columns=("stage", "count"))
def given(asking: Asking) -> Found:
    found = _counted(asking)
    return Found(found.given, [(_STAGES[stage], found.by_stage[stage]) for stage in Stage if found.by_stage[stage]])


@query("tilbakemeldinger-hjalp", Kind.COUNT)
def helped(asking: Asking) -> Found:
    return Found(_counted(asking).helped)


@query("tilbakemeldinger-uklart", Kind.COUNT, columns=("form", "field", "count"))
def unclear(asking: Asking) -> Found:
    """By question, those that most found unclear first."""
    found = _counted(asking)
    return Found(found.unclear, [(one.form, one.field.upper(), one.count) for one in found.questions])


def _counted(asking: Asking) -> Counted:
    def find() -> Counted:
        with asking.begin() as tx:
            return counted(tx, asking.year + 1)

    return asking.once("feedback", find)
