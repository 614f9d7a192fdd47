"""Economic advice: posts and cases go together."""

from __future__ import annotations

from kostra.controls.declare import WARNING, Requirement, control, require
from kostra.methods.columns import Fields

KILDE = "Vår, etter SSBs veiledning til skjema 7, del 2: årsverkene og sakene gjelder samme tjeneste"


@control("K20", WARNING, source=KILDE)
def saker_krever_aarsverk(f: Fields) -> Requirement:
    return require(
        f.aarsverk_raadgivning > 0, when=f.saker_raadgivning > 0, shown=[f.aarsverk_raadgivning, f.saker_raadgivning]
    )


@control("K21", WARNING, source=KILDE)
def aarsverk_krever_saker(f: Fields) -> Requirement:
    return require(
        f.saker_raadgivning > 0, when=f.aarsverk_raadgivning > 0, shown=[f.saker_raadgivning, f.aarsverk_raadgivning]
    )


@control("K22", WARNING, source="Vår: rådgivningen er en del av tjenestene som årsverkene i alt gjelder")
def raadgivning_ikke_over_alle_aarsverk(f: Fields) -> Requirement:
    return require(f.aarsverk_raadgivning <= f.aarsverk_sum, shown=[f.aarsverk_raadgivning, f.aarsverk_sum])
