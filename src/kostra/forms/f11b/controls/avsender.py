"""Who sends, and for which year."""

from __future__ import annotations

from kostra.controls.declare import ERROR, Given, Requirement, control
from kostra.forms import shared_rules as shared
from kostra.forms.f11b.controls.sources import KNOWN
from kostra.methods.columns import Fields


@control("K03", ERROR, since=2012, until=2016, source=KNOWN)
def kommunenummer_er_avsenders(f: Fields, given: Given) -> Requirement:
    return shared.kommunenummer_er_avsenders(f, given)


@control("K04", ERROR, since=2012, until=2016, source=KNOWN)
def version_er_rapporteringsaaret(f: Fields, given: Given) -> Requirement:
    return shared.version_er_rapporteringsaaret(f, given)
