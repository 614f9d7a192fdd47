"""What checks, answers and how one stands are called, for whoever reads them."""

from __future__ import annotations

from kostra.model.text import Text
from kostra.reconciling.comparison import Check
from kostra.reconciling.explanations import Stands, Status

CHECKS = {
    Check.UNIT_ERROR: Text("tusenfeil", "tusenfeil"),
    Check.NEGATIVE: Text("personene er over regnskapet", "personane er over rekneskapen"),
    Check.APART: Text("for langt fra hverandre", "for langt frå kvarandre"),
    Check.RATIO: Text("uvanlig i gruppen", "uvanleg i gruppa"),
    Check.CHANGED: Text("endret mer enn andre", "endra meir enn andre"),
    Check.PERSISTENT: Text("den samme i flere år", "den same i fleire år"),
    Check.JUMP: Text("hopp fra årene før", "hopp frå åra før"),
    Check.AWAITED: Text("en kilde mangler", "ei kjelde manglar"),
}

STANDS = {
    Stands.NOTHING: Text("", ""),
    Stands.OPEN: Text("venter på svar", "ventar på svar"),
    Stands.ANSWERED: Text("besvart", "svart på"),
    Stands.CARRIED: Text("besvart et tidligere år", "svart på eit tidlegare år"),
    Stands.CHANGED: Text("endret siden svaret", "endra sidan svaret"),
}

STATUSES = {
    Status.EXPLAINED: Text("forklart", "forklart"),
    Status.CORRECTED_ACCOUNTS: Text("rettet i regnskapet", "retta i rekneskapen"),
    Status.CORRECTED_FORM: Text("rettet i skjemaet", "retta i skjemaet"),
    Status.ACCEPTED: Text("godtatt", "godteken"),
    Status.TAKEN_BACK: Text("trukket tilbake", "trekt tilbake"),
}
