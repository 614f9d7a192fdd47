"""A report as it is kept: every figure with its rows, and what is composed of them in both written forms. Its JSON can be read again.

A finished one has what people wrote in it too, and is frozen: what readers get is made from these bytes alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kostra.model.errors import Broken
from kostra.model.text import Language
from kostra.reporting import composed, figure
from kostra.reporting.composed import Sections
from kostra.reporting.figure import Answer, Key

LANGUAGES = (Language.BOKMAL, Language.NYNORSK)


@dataclass(frozen=True, slots=True)
class Record:
    """`at` is when it was counted; `producer` who answers for it: it is synthetic where nobody does. `edition` is 0 of a draft."""

    year: int
    at: datetime
    producer: str | None
    figures: Mapping[Key, Answer]
    sections: Mapping[Language, Sections]
    edition: int = 0


def written(record: Record) -> str:
    told = {
        "year": record.year,
        "at": record.at.isoformat(),
        "producer": record.producer,
        "edition": record.edition,
        "figures": {str(key): figure.as_json(answer) for key, answer in record.figures.items()},
        "sections": {language.value: composed.as_json(own) for language, own in record.sections.items()},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def read(text: str | None, sha: str | None) -> Record:
    """What was written, or nothing."""
    if text is None or digest(text) != sha:
        raise Broken("the record of a report is not what was kept")
    told = json.loads(text)
    return Record(
        told["year"],
        datetime.fromisoformat(told["at"]),
        told["producer"],
        {Key.read(key): figure.read(answer) for key, answer in told["figures"].items()},
        {Language(language): composed.read(own) for language, own in told["sections"].items()},
        told["edition"],
    )
