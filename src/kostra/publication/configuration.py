"""What the table bank tells of itself: its languages, its formats, and how much may be asked for at a time."""

from __future__ import annotations

from typing import Any

from kostra.model.text import Language
from kostra.publication.selecting import MOST_CELLS
from kostra.publication.words import CODES
from kostra.publication.writing import Format

API = "2.0.0"
LANGUAGE = Language.BOKMAL
FORMAT = Format.JSON_STAT
"""Where nobody has said which."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_LANGUAGES = {Language.BOKMAL: "Bokmål", Language.NYNORSK: "Nynorsk", Language.ENGLISH: "English"}
_REFERENCES = {
    Language.BOKMAL: "Kilde: KOSTRA",
    Language.NYNORSK: "Kjelde: KOSTRA",
    Language.ENGLISH: "Source: KOSTRA",
}


def told(version: str, calls: int, seconds: int) -> dict[str, Any]:
    """`calls` in so many `seconds` are let through."""
    return {
        "apiVersion": API,
        "appVersion": version,
        "languages": [{"id": CODES[one], "label": label} for one, label in _LANGUAGES.items()],
        "defaultLanguage": CODES[LANGUAGE],
        "maxDataCells": MOST_CELLS,
        "maxCallsPerTimeWindow": calls,
        "timeWindow": seconds,
        "license": LICENCE,
        "sourceReferences": [{"language": CODES[one], "text": text} for one, text in _REFERENCES.items()],
        "defaultDataFormat": FORMAT.value,
        "dataFormats": [one.value for one in Format],
        "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]}],
    }
