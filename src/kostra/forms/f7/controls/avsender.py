"""Who answers: the municipality, and in Oslo the district."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Given, Requirement, control, require
from kostra.forms import shared_answers
from kostra.methods.columns import Fields

KILDE = "SSBs veiledning til skjema 7, del 1: nummeret på kommunen, og på bydelen der kommunen har bydeler"
OSLO = "0301"
BYDELER = tuple(f"{number:02d}" for number in range(1, 16))


@control("K03", ERROR, source=KILDE)
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared_answers.kommunenummer_er_avsenders(f, given)


@control("K03B", ERROR, sentence="K03B-oslo", source=KILDE)
def bydel_er_avsenders(f: Fields, given: Given) -> Requirement:
    allowed = BYDELER if given.district is None else (given.district,)
    return require(f.bydelsnr.one_of(*allowed), when=shared_answers.sender_is(f, given, OSLO), shown=[f.bydelsnr])


@control("K03B", ERROR, sentence="K03B-utenfor", source=KILDE)
def bydel_bare_i_oslo(f: Fields, given: Given) -> Requirement:
    return require(f.bydelsnr.blank, when=~shared_answers.sender_is(f, given, OSLO), shown=[f.bydelsnr])
