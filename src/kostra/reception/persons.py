"""What the id of a person tells, as columns: when they were born, their sex, and what kind of id it is.

These stand in inndata in place of the id itself. A number that is not valid tells nothing; it is not guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kostra.methods.digits import BLANK, Characters, Numbers
from kostra.methods.identity import birth_day, is_d_number, read_identity, sex, valid_duf
from kostra.methods.truth import Flags
from kostra.model.form import FieldVersion, FormVersion, Role

BORN, SEX, KIND = "fodselsdato_avledet", "kjonn_avledet", "id_type"
SEXES = (None, "1", "2")
"""As the forms code them: 1 is a man, 2 a woman."""


class IdKind(StrEnum):
    """What one can know a person by. Only the first three say that two records are about the same person."""

    NATIONAL = "fodselsnummer"
    D_NUMBER = "d-nummer"
    DUF = "duf-nummer"
    STAND_IN = "erstatningsnummer"
    """A birth date with 00100, 00200 or 99999: several persons may have the same."""
    INVALID = "ugyldig"
    MISSING = "mangler"


KINDS = tuple(IdKind)


@dataclass(frozen=True, slots=True)
class Persons:
    """`born` counts days since 1970 where `born_known`; `sex` is a place in SEXES, `kind` one in KINDS."""

    born: Numbers
    born_known: Flags
    sex: npt.NDArray[np.uint8]
    kind: npt.NDArray[np.uint8]


def persons(version: FormVersion, rows: Characters) -> Persons | None:
    """None for a form that has no national id."""
    field = version.of_role(Role.NATIONAL_ID)
    if field is None:
        return None
    written = _characters(field, rows)
    identity = read_identity(written, version.year)
    duf = version.of_role(Role.DUF)
    has_duf = np.zeros(rows.shape[1], dtype=np.bool_) if duf is None else valid_duf(_characters(duf, rows))
    # The first that holds decides.
    told = (
        (IdKind.D_NUMBER, is_d_number(written, identity)),
        (IdKind.NATIONAL, identity.number),
        (IdKind.DUF, has_duf),
        (IdKind.STAND_IN, identity.stand_in),
        (IdKind.INVALID, (written != BLANK).any(axis=0)),
    )
    places = [np.uint8(KINDS.index(kind)) for kind, _ in told]
    kind = np.select([holds for _, holds in told], places, np.uint8(KINDS.index(IdKind.MISSING)))
    return Persons(birth_day(written, identity), identity.birth_known, sex(written, identity), kind.astype(np.uint8))


def _characters(field: FieldVersion, rows: Characters) -> Characters:
    return rows[field.first - 1 : field.last]
