"""Who the record is about."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Requirement, Unique, control, require, unique
from kostra.methods.columns import Fields


@control("K05", ERROR, since=2023)
def gyldig_nummer(f: Fields) -> Requirement:
    return require(f.person_fodselsnr.is_number | f.person_fodselsnr.is_stand_in, at=f.person_fodselsnr)


@control("K05A", ERROR, since=2023)
def samme_nummer_en_gang(f: Fields) -> Unique:
    return unique(f.person_fodselsnr.identity.key, among=f.person_fodselsnr.is_number, at=f.person_fodselsnr)


@control("K05B", ERROR, since=2023)
def samme_journal_en_gang(f: Fields) -> Unique:
    return unique(f.person_journalnr.key, among=f.person_journalnr.filled, at=f.person_journalnr)
