"""What a record is known by over new deliveries, and whether it is the same.

The key is a digest of who the record is about: the pseudonym of a valid id, else the journal number, else its texts and codes; the second
record about the same gets another. It is made with the form, the period and the unit, so that keys of two deliveries to different forms or
years do not lead from one to the other. The digest is of everything in the record but its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from kostra.editing.columns import DIGEST, LINE, RECORD, SUBMISSION, UNIT
from kostra.model.edit import FORM
from kostra.model.submission import Expected

_BETWEEN, _BLANK = "\x1f", "\x1e"
_SIZE = 8


@dataclass(frozen=True, slots=True)
class Identity:
    """Columns that tell who a record is about: `journal` is the number of the case, `kind` says what id there is.

    `persons` are the kinds that are one person's own, each with the column of its pseudonym.
    """

    journal: str | None = None
    kind: str | None = None
    persons: tuple[tuple[str, str], ...] = ()


def keyed(frame: pl.DataFrame, of: Expected, submission: str, identity: Identity | None) -> pl.DataFrame:
    """The records of one unit with what says whose they are in front. No identity: the frame is the one row of an e-form."""
    fields = frame.drop(LINE, strict=False)
    whole = _joined(fields, fields.columns)
    if identity is None:
        keys = [FORM] * len(frame)
    else:
        salt = f"{of.season}/{of.form}/{of.period}/{of.unit}".encode()
        keys = _keys(_who(fields, identity), salt)
    line = frame[LINE] if LINE in frame.columns else pl.Series(LINE, [None] * len(frame), dtype=pl.Int64)
    return pl.DataFrame(
        [
            pl.Series(UNIT, [of.unit] * len(frame), dtype=pl.String),
            pl.Series(SUBMISSION, [submission] * len(frame), dtype=pl.String),
            pl.Series(RECORD, keys, dtype=pl.String),
            line.alias(LINE),
            pl.Series(DIGEST, [_digest(one) for one in whole], dtype=pl.String),
            *fields.get_columns(),
        ]
    )


def _who(fields: pl.DataFrame, identity: Identity) -> pl.Series:
    texts = [name for name, dtype in fields.schema.items() if dtype == pl.String]
    person = pl.lit(None, dtype=pl.String)
    for kind, name in identity.persons:
        person = pl.when(pl.col(str(identity.kind)) == kind).then(pl.col(name).bin.encode("hex")).otherwise(person)
    journal = pl.lit(None, dtype=pl.String) if identity.journal is None else pl.col(identity.journal)
    rest = pl.concat_str([pl.col(name).fill_null(_BLANK) for name in texts], separator=_BETWEEN)
    who = pl.coalesce(pl.lit("p") + person, pl.lit("j") + journal, pl.lit("t") + rest)
    return fields.select(who.alias("who"))["who"]


def _keys(who: pl.Series, salt: bytes) -> list[str]:
    seen: dict[str, int] = {}
    keys = []
    for one in who:
        occurrence = seen[one] = seen.get(one, 0) + 1
        keys.append(_digest(f"{one}{_BETWEEN}{occurrence}", salt))
    return keys


def _joined(fields: pl.DataFrame, names: list[str]) -> pl.Series:
    parts = [
        (
            pl.col(name).bin.encode("hex") if fields.schema[name] == pl.Binary else pl.col(name).cast(pl.String)
        ).fill_null(_BLANK)
        for name in names
    ]
    return fields.select(pl.concat_str(parts, separator=_BETWEEN).alias("whole"))["whole"]


def _digest(text: str, salt: bytes = b"") -> str:
    return blake2b(salt + b"\x1f" + text.encode(), digest_size=_SIZE).hexdigest()
