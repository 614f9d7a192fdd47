"""The municipality's rates: their order among themselves, against the state's, and against last year's."""

from __future__ import annotations

from collections.abc import Callable

from kostra.controls.comparison import about_a_thousand_times, last_year, rate
from kostra.controls.declare import INFO, WARNING, Control, Given, Requirement, control, require
from kostra.forms.f12.rates import MONEY
from kostra.methods.columns import Fields, Number
from kostra.methods.truth import any_of

ALLTID_SPURT = tuple(id for id in MONEY if id != "sats_bofellesskap")
"""The rates that every municipality has to give."""

KILDE_STAT = "Statens veiledende satser per 31. desember (rundskrivene som står i veiledende_satser.toml); sammenligningen er vår"
KILDE_ORDEN = "Vår, etter statens veiledende satser, som alltid har denne ordenen"
KILDE_FJOR = "Rapporten for 2021, 6.2: svarene i skjema 12 revideres mot fjorårets. Grensene er våre"


def _family(make: Callable[[str], Control]) -> tuple[Control, ...]:
    return tuple(make(id) for id in MONEY)


def _ikke_under_statens(id: str) -> Control:
    def under(f: Fields, given: Given) -> Requirement:
        own, state = _beside_the_state(f, given, id)
        return require(own >= state, when=f.folger_staten != "1", shown=[own, state])

    under.__name__ = f"{id}_ikke_under_statens"
    return control("K10", WARNING, source=KILDE_STAT)(under)


def _ikke_langt_over_statens(id: str) -> Control:
    def over(f: Fields, given: Given, sats_over_statens_prosent: int) -> Requirement:
        own, state = _beside_the_state(f, given, id)
        most = state * (100 + sats_over_statens_prosent)
        return require(own * 100 <= most, when=f.folger_staten != "1", shown=[own, state])

    over.__name__ = f"{id}_ikke_langt_over_statens"
    return control("K11", WARNING, source=KILDE_STAT)(over)


def _lik_statens(id: str) -> Control:
    def lik(f: Fields, given: Given) -> Requirement:
        own, state = _beside_the_state(f, given, id)
        return require(own == state, when=f.folger_staten == "1", shown=[own, state])

    lik.__name__ = f"{id}_lik_statens"
    return control("K12", WARNING, source=KILDE_STAT)(lik)


def _beside_the_state(f: Fields, given: Given, id: str) -> tuple[Number, Number]:
    own = f.number(id)
    return own, rate(given, id, own)


UNDER_STATENS = _family(_ikke_under_statens)
LANGT_OVER_STATENS = _family(_ikke_langt_over_statens)
LIK_STATENS = _family(_lik_statens)


@control("K13", INFO, source=KILDE_STAT)
def nei_krever_andre_satser(f: Fields, given: Given) -> Requirement:
    differs = [own != state for own, state in (_beside_the_state(f, given, id) for id in ALLTID_SPURT)]
    return require(any_of(*differs), when=f.folger_staten == "2", shown=[f.folger_staten])


@control("K14", WARNING, source=KILDE_ORDEN)
def ektepar_mer_enn_enslig(f: Fields) -> Requirement:
    return require(f.sats_ektepar > f.sats_enslig, shown=[f.sats_ektepar, f.sats_enslig])


@control("K15", WARNING, source=KILDE_ORDEN)
def ektepar_ikke_over_to_enslige(f: Fields) -> Requirement:
    return require(f.sats_ektepar <= f.sats_enslig * 2, shown=[f.sats_ektepar, f.sats_enslig])


@control("K16", WARNING, source=KILDE_ORDEN)
def bofellesskap_ikke_over_enslig(f: Fields) -> Requirement:
    return require(
        f.sats_bofellesskap <= f.sats_enslig,
        when=f.sats_bofellesskap.filled,
        shown=[f.sats_bofellesskap, f.sats_enslig],
    )


@control("K17", WARNING, source=KILDE_ORDEN)
def eldste_barn_ikke_mindre_enn_yngre(f: Fields) -> Requirement:
    """The youngest and the middle ones are too close in the state's own rates to say anything of their order."""
    young, middle, old = f.sats_barn_0_5, f.sats_barn_6_10, f.sats_barn_11_17
    return require((old >= young) & (old >= middle), shown=[old, young, middle])


@control(
    "K18", WARNING, source="Vår: statens sats for enslige har vært 4 000 til 7 850 kroner i måneden fra 2002 til 2024"
)
def enslig_er_en_sats_per_maaned(f: Fields, sats_enslig_lav: int, sats_enslig_hoy: int) -> Requirement:
    own = f.sats_enslig
    return require((own >= sats_enslig_lav) & (own <= sats_enslig_hoy), shown=[own])


def _ikke_lavere_enn_i_fjor(id: str) -> Control:
    def lavere(f: Fields, given: Given) -> Requirement:
        own = f.number(id)
        then = last_year(given, id, own)
        return require((own >= then) | about_a_thousand_times(own, then), shown=[own, then])

    lavere.__name__ = f"{id}_ikke_lavere_enn_i_fjor"
    return control("K30", WARNING, since=2021, source=KILDE_FJOR)(lavere)


def _ikke_langt_over_i_fjor(id: str) -> Control:
    def okt(f: Fields, given: Given, sats_okning_prosent: int) -> Requirement:
        own = f.number(id)
        then = last_year(given, id, own)
        must = own * 100 <= then * (100 + sats_okning_prosent)
        return require(must | about_a_thousand_times(own, then), shown=[own, then])

    okt.__name__ = f"{id}_ikke_langt_over_i_fjor"
    return control("K31", WARNING, since=2021, source=KILDE_FJOR)(okt)


LAVERE_ENN_I_FJOR = _family(_ikke_lavere_enn_i_fjor)
LANGT_OVER_I_FJOR = _family(_ikke_langt_over_i_fjor)


@control("K32", WARNING, since=2021, source=KILDE_FJOR)
def satser_i_samme_enhet_som_i_fjor(f: Fields, given: Given) -> Requirement:
    """One rate is enough to tell it by: they are written the same way."""
    own = f.sats_enslig
    then = last_year(given, "sats_enslig", own)
    return require(~about_a_thousand_times(own, then), shown=[own, then])
