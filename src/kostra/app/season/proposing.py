"""Proposals in the season: NAV proposes a code for temporary housing, which is heard, accepted and put into the draft; a municipality
proposes that a control only warns, which is put off; and a vendor proposes to ask a register, which is in hearing when the demo is shown.

Each is walked by those who would have done it, through the use cases, as far as its state and the day allow. What has been done is not done
again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kostra.app.permissions import Asker
from kostra.app.proposals import asking, deciding, entering, hearing, patches, trials
from kostra.app.season.cast import Cast
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.form_change import CodeAdded, ControlSeverity, FieldGuidance, Grade, Part
from kostra.model.proposal import (
    Consequences,
    Content,
    FromRegister,
    Kind,
    Meeting,
    Proposal,
    Proposer,
    ProposerKind,
    Stance,
    State,
    Subject,
)
from kostra.model.text import Text

_BODY = "NAV"
MET = date(2026, 5, 11)
_PLACE = "Teams"
_MINUTES = "Gruppen gikk gjennom høringssvarene og fristene for neste års skjemaer. Personene i denne demonstrasjonen er oppdiktet."
_SOON = timedelta(days=30)
"""A season that begins later than this is without the proposal: its deadlines are over."""
_HOUSING, _WARNING, _REGISTER = "housing", "warning", "register"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done from a day on, when the proposal is in a state; `before` None is when there is no proposal yet."""

    since: date
    before: State | None
    act: Callable[[System, Cast, int], object]


def propose(system: System, cast: Cast, on: date) -> None:
    """A morning. What is due of each proposal is done, one step after the other."""
    hearing.hearings(system)
    for name, steps in _STEPS.items():
        for step in steps:
            if step.since > on:
                break
            found = _found(system, cast, name)
            if found is None and step.before is None:
                if on - step.since < _SOON:
                    step.act(system, cast, 0)
            elif found is not None and found.state is step.before and not _is_answered(step, found):
                step.act(system, cast, found.number)


def _found(system: System, cast: Cast, name: str) -> Proposal | None:
    title = _TITLES[name]
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        return next((one for one in tx.proposals.every() if one.content.title == title), None)


def _is_answered(step: Step, one: Proposal) -> bool:
    return step.before is State.IN_HEARING and one.hearing is not None and bool(one.hearing.answers)


def _entered(system: System, by: Asker, kind: ProposerKind, office: str, content: Content) -> None:
    proposer = asking.proposer(by, kind, office, day(system.clock.now()).year)
    entering.enter(system, by, entering.write(system, by, replace(content, proposer=proposer)))


def _propose_housing(system: System, cast: Cast, number: int) -> None:
    _entered(system, cast.bodies[_BODY], ProposerKind.CLIENT, _BODY, _content(_HOUSING))


def _propose_warning(system: System, cast: Cast, number: int) -> None:
    by = _persons(cast)[0]
    office = next(one.office for one in asking.speaks_for(by, day(system.clock.now()).year))
    _entered(system, by, ProposerKind.MUNICIPALITY, office, _content(_WARNING))


def _propose_register(system: System, cast: Cast, number: int) -> None:
    by = min(cast.systems.values(), key=lambda one: one.actor.name)
    _entered(system, by, ProposerKind.VENDOR, by.actor.name, _content(_REGISTER))


def _try(system: System, cast: Cast, number: int) -> None:
    trials.try_out(system, cast.desk, number)


def _hear(deadline: date, asked: str, untried: str = "") -> Callable[[System, Cast, int], object]:
    def hear(system: System, cast: Cast, number: int) -> None:
        invited = hearing.read_parties(
            "KS; kostra@ks.example\nArbeids- og inkluderingsdepartementet\nHusbanken; kostra@husbanken.example\nOslo kommune"
        )
        hearing.open_hearing(system, cast.desk, number, invited, deadline, asked, untried)

    return hear


def _answer_housing(system: System, cast: Cast, number: int) -> None:
    answer = hearing.answer
    department = "Arbeids- og inkluderingsdepartementet"
    answer(system, cast.ministry, number, department, Stance.FOR, "Tallene trengs i arbeidet med midlertidige boliger.")
    by_letter = "Høyst nødvendig. Veiledningen må si hvor grensen går mot institusjon."
    answer(system, cast.desk, number, "Husbanken", Stance.FOR, by_letter, by_letter=True)
    unit = _persons(cast)[-1]
    office = asking.speaks_for(unit, day(system.clock.now()).year)[0].office
    text = "Greit når fagsystemet har koden fra 1. januar. Den må hete det samme i søknaden."
    answer(system, unit, number, office, Stance.PARTLY, text)


def _answer_warning(system: System, cast: Cast, number: int) -> None:
    text = "En advarsel blir oversett i januar. Da må noen ringe i mars."
    hearing.answer(system, cast.desk, number, "Oslo kommune", Stance.AGAINST, text, by_letter=True)
    hearing.answer(system, cast.desk, number, "KS", Stance.NOTHING, "", by_letter=True)


def _answer_register(system: System, cast: Cast, number: int) -> None:
    text = "Støttes når personer uten fødselsnummer fortsatt kan føres."
    hearing.answer(system, cast.desk, number, "KS", Stance.PARTLY, text, by_letter=True)


def _put_before_meeting(system: System, cast: Cast, number: int) -> None:
    deciding.put_on_agenda(system, cast.desk, _meeting(system, cast).number, [number])


def _meeting(system: System, cast: Cast) -> Meeting:
    """The spring meeting, called the first time."""
    if not any(one.held == MET for one in deciding.meetings(system)):
        deciding.call(system, cast.desk, MET, _PLACE)
    return next(one for one in deciding.meetings(system) if one.held == MET)


def _decide(after: State, minutes: str, reason: str) -> Callable[[System, Cast, int], object]:
    def decide(system: System, cast: Cast, number: int) -> None:
        meeting = _meeting(system, cast)
        if meeting.of(None) is None:
            deciding.write_minutes(system, cast.desk, meeting.number, _MINUTES)
        deciding.write_minutes(system, cast.desk, meeting.number, minutes, number)
        deciding.decide(system, cast.colleague, number, after, reason)

    return decide


def _put_in_form(system: System, cast: Cast, number: int) -> None:
    made = patches.patch_of(system, patches.make(system, cast.desk, number))
    patches.approve(
        system, cast.colleague, made.number, made.sha256, "Lest linje for linje; veiledningen stemmer med koden."
    )


def _persons(cast: Cast) -> list[Asker]:
    """Those who answer for a unit that has a case system, in the order of the units."""
    return [cast.persons[unit] for unit in sorted(cast.systems)]


_TITLES = {
    _HOUSING: "Egen kode for midlertidig botilbud",
    _WARNING: "Kontroll K24B skal bare advare",
    _REGISTER: "Sivilstand hentes fra Folkeregisteret",
}


def _content(name: str) -> Content:
    return {_HOUSING: _housing, _WARNING: _warning, _REGISTER: _register}[name]()


_NOBODY_YET = Proposer(ProposerKind.OTHER, "", vouched=False)
"""Until it is known who enters it."""


def _housing() -> Content:
    return Content(
        _TITLES[_HOUSING],
        Kind.NEW_CODE,
        Subject(form="11F", field="bosit", code="8"),
        2027,
        _NOBODY_YET,
        "Bosituasjon i skjema 11 får koden 8, midlertidig botilbud. I dag føres det som 4 eller 5.",
        "Bruken av midlertidige botilbud har økt, og ingen kan si hvor mange av mottakerne som bor slik.",
        Consequences(
            "Kode 4 og 5 blir lavere fra 2027. Tabeller som viser dem, får et brudd.",
            "Én kode til å velge. De fleste har opplysningen i journalen.",
            "Ny kode i nedtrekkslisten fra 1. januar 2027.",
            "Tall på mottakere i midlertidige botilbud for første gang.",
        ),
        changes=(
            CodeAdded("bosit", "8", Text("Midlertidig botilbud", "Mellombels butilbod")),
            FieldGuidance(
                "11F",
                "bosit",
                Part.COUNTS,
                Text(
                    "Ett svar: leid privat, leid kommunal eller eid bolig, uten bolig, institusjon, midlertidig botilbud eller annet. "
                    "Midlertidig er hospits, pensjonat og lignende som kontoret har skaffet etter § 27.",
                    "Eitt svar: leigd privat, leigd kommunal eller eigd bustad, utan bustad, institusjon, mellombels butilbod eller anna. "
                    "Mellombels er hospits, pensjonat og liknande som kontoret har skaffa etter § 27.",
                ),
            ),
        ),
    )


def _warning() -> Content:
    return Content(
        _TITLES[_WARNING],
        Kind.WARNING_CONTROL,
        Subject(form="11F", control="K24B"),
        2027,
        _NOBODY_YET,
        "K24B advarer i stedet for å stoppe innsendingen.",
        "Noen får arbeidsavklaringspenger mens de arbeider litt, og da stopper hele filen til kontoret har undersøkt det.",
        Consequences(
            "Flere linjer der arbeidssituasjonen ikke stemmer med trygden.",
            "Mindre å rette før fristen.",
            "Ingenting; kontrollprogrammet endres hos SSB.",
            "Arbeidssituasjonen blir mer usikker.",
        ),
        changes=(ControlSeverity("11F", "K24B", Grade.WARNING),),
    )


def _register() -> Content:
    return Content(
        _TITLES[_REGISTER],
        Kind.SIMPLIFY,
        Subject(form="11F", field="ektstat"),
        2028,
        _NOBODY_YET,
        "Spørsmålet om sivilstand tas ut for dem som har fødselsnummer, og hentes fra Folkeregisteret.",
        "Kontorene oppdaterer sivilstand når søknaden kommer, og den er ofte gammel ved årets slutt.",
        Consequences(
            "Samboere går ikke fram av Folkeregisteret. Serien for samboere må avsluttes eller hentes et annet sted.",
            "Ett spørsmål mindre for de fleste.",
            "Feltet blir stående for personer uten fødselsnummer.",
            "Sivilstand som stemmer med annen statistikk.",
        ),
        FromRegister(
            "Folkeregisteret, sivilstand per 31. desember.",
            "Alle med fødselsnummer. Personer uten fødselsnummer og D-nummer er ikke med.",
            "Klart i midten av januar, før de foreløpige tallene.",
            "Lite der fagsystemet alt henter det fra Folkeregisteret; omtrent et minutt for hver ny søker ellers.",
        ),
    )


_STEPS: dict[str, tuple[Step, ...]] = {
    _HOUSING: (
        Step(date(2026, 2, 10), None, _propose_housing),
        Step(date(2026, 3, 9), State.ENTERED, _try),
        Step(
            date(2026, 3, 10),
            State.TRIED,
            _hear(
                date(2026, 4, 24), "Bør midlertidig botilbud ha en egen kode, og er grensen mot institusjon klar nok?"
            ),
        ),
        Step(date(2026, 4, 8), State.IN_HEARING, _answer_housing),
        Step(date(2026, 4, 27), State.HEARD, _put_before_meeting),
        Step(
            date(2026, 5, 12),
            State.IN_MEETING,
            _decide(
                State.ACCEPTED,
                "Alle som svarte, støttet koden. Grensen mot institusjon skrives inn i veiledningen.",
                "Støttet av alle som svarte. Koden er klar for fagsystemene i god tid før 1. januar.",
            ),
        ),
        Step(date(2026, 5, 18), State.ACCEPTED, _put_in_form),
    ),
    _WARNING: (
        Step(date(2026, 2, 17), None, _propose_warning),
        Step(date(2026, 3, 9), State.ENTERED, _try),
        Step(
            date(2026, 3, 10),
            State.TRIED,
            _hear(date(2026, 4, 24), "Kan kontrollen bli en advarsel uten at tallene blir dårligere?"),
        ),
        Step(date(2026, 4, 8), State.IN_HEARING, _answer_warning),
        Step(date(2026, 4, 27), State.HEARD, _put_before_meeting),
        Step(
            date(2026, 5, 12),
            State.IN_MEETING,
            _decide(
                State.POSTPONED,
                "Gruppen vil se hvor mange som får treff i sesongen først.",
                "Tas opp igjen når det er talt hvor ofte kontrollen rettes, og hvor ofte den forklares.",
            ),
        ),
    ),
    _REGISTER: (
        Step(date(2027, 1, 5), None, _propose_register),
        Step(
            date(2027, 1, 7),
            State.ENTERED,
            _hear(
                date(2027, 3, 12),
                "Kan Folkeregisteret svare, og hva med samboere?",
                "Forslaget flytter spørsmålet til en annen kilde, og har ingen endringer i skjemaet å prøve ennå.",
            ),
        ),
        Step(date(2027, 1, 8), State.IN_HEARING, _answer_register),
    ),
}
