"""What a proposal says, to and from JSON: as it was written, also when the forms have changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kostra.model.change_entry import as_json, from_json
from kostra.model.proposal import Consequences, Content, FromRegister, Kind, Proposer, ProposerKind, Subject


def written_content(one: Content) -> dict[str, Any]:
    return {
        "title": one.title,
        "kind": one.kind.value,
        "subject": asdict(one.subject),
        "year": one.year,
        "proposer": {
            "kind": one.proposer.kind.value,
            "office": one.proposer.office,
            "vouched": one.proposer.vouched,
        },
        "what": one.what,
        "why": one.why,
        "consequences": asdict(one.consequences),
        "register": None if one.register is None else asdict(one.register),
        "changes": [as_json(change) for change in one.changes],
    }


def read_content(kept: dict[str, Any]) -> Content:
    by = kept["proposer"]
    return Content(
        kept["title"],
        Kind(kept["kind"]),
        Subject(**kept["subject"]),
        kept["year"],
        Proposer(ProposerKind(by["kind"]), by["office"], by["vouched"]),
        kept["what"],
        kept["why"],
        Consequences(**kept["consequences"]),
        None if kept["register"] is None else FromRegister(**kept["register"]),
        tuple(from_json(change) for change in kept["changes"]),
    )
