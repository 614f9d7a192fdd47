"""The controls of a form, told: in a year, one over all its years, and what differs between two years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

import numpy as np

from kostra.app.controls.spelled import of_kind, spelled
from kostra.controls import release, sentences
from kostra.controls.controlset import Set
from kostra.controls.declare import Control, Given, Requirement
from kostra.controls.mechanical import OF_FIELDS, OF_SUMS
from kostra.controls.reading import OF_FILE
from kostra.forms.catalogue import PACKAGE, Content
from kostra.forms.controls import control_set, limits, messages
from kostra.methods.columns import Fields
from kostra.model.errors import Broken, Refused
from kostra.model.finding import Severity
from kostra.model.form import FormVersion, Kind, Role
from kostra.model.text import Language, Text
from kostra.reception.batch import AGE, Batch


@dataclass(frozen=True, slots=True)
class Described:
    """A control as it is in one year. `fields` are those its rule reads, by reported name."""

    id: str
    name: str
    theme: str
    severity: Severity
    sentence: Text
    fields: tuple[str, ...]
    limits: tuple[tuple[str, int], ...]
    source: str
    proposal: bool
    version: str = ""
    """The release in which it became as it is: its rule, its severity or a limit of its own."""

    def in_words(self, language: Language) -> str:
        """The name of the rule, which is the rule in words."""
        return of_kind(self.name, language) if self.theme in _TOLD_BY_KIND else spelled(self.name)


_TOLD_BY_KIND = (OF_FILE, OF_FIELDS, OF_SUMS)
_SHOWN_WHILE_READING = ("bredde", "forventet", "tegn", "posisjon", "hva", "ventet")
_ANY_YEAR = {
    Language.BOKMAL: "rapporteringsåret",
    Language.NYNORSK: "rapporteringsåret",
    Language.ENGLISH: "the reporting year",
}
"""So that a sentence that names the year does not look like another one the next."""
_ANY_FIELD = {
    "navn": "Feltet",
    "sporsmal": "Spørsmålet",
    "svar": "svarene i feltet",
    "desimaler": "…",
    "minst": "…",
    "verdi": "…",
    "koder": "kodene i feltet",
    "format": "slik filbeskrivelsen sier",
    "steg": "…",
}


@lru_cache(maxsize=2048)
def in_year(form_id: str, year: int, proposals: bool = False, within: Content = PACKAGE) -> tuple[Described, ...]:
    """The controls of a year, in the order they are run. Those that follow from one kind of field are told together."""
    version = within.form(form_id).version(year)
    controls = control_set(form_id, year, None, proposals, within)
    nothing = no_records(version)
    found: dict[tuple[str, str], Described] = {}
    for control in controls.controls:
        one = _described(control, controls, version, nothing, within)
        key = (one.id, control.sentence)
        if key in found:
            before = found[key]
            merged = tuple(dict.fromkeys((*before.fields, *one.fields)))
            sentence = before.sentence
            if sentence != one.sentence:
                # A family of rules, one for each field: told of any field.
                sentence = _described(control, controls, version, nothing, within, of_any_field=True).sentence
            one = replace(before, fields=merged, sentence=sentence, name=_shared_words(before.name, one.name))
        found[key] = one
    return tuple(found.values())


def no_records(version: FormVersion) -> Fields:
    """The fields of the year with no record in them: enough to learn what a rule reads."""
    if version.form.kind is Kind.ANSWERS:
        from kostra.app.controls.answers import no_answers

        return no_answers(version)
    return Batch(version, np.empty((version.record_length, 0), dtype=np.uint8)).fields()


def _shared_words(one: str, other: str) -> str:
    """What two names end with, in whole words; the first where they share nothing."""
    pairs = zip(reversed(one.split("_")), reversed(other.split("_")), strict=False)
    shared = [word for word, same in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    return "_".join(reversed(shared)) or one


def _described(
    control: Control, controls: Set, version: FormVersion, nothing: Fields, within: Content, of_any_field: bool = False
) -> Described:
    given = Given(year=version.year, municipality="0301", last_year=nothing)
    is_of_file = control.theme == OF_FILE
    read = () if is_of_file else controls.concerned(control, nothing, given)
    at = None
    shown: tuple[str, ...] = ()
    if is_of_file:
        shown = _SHOWN_WHILE_READING
    else:
        said = controls.bind(control, given)(nothing)
        at = said.at
        shown = tuple(column.name for column in said.shown) if isinstance(said, Requirement) else ("linje", "antall")
    written = sentences.sentence(messages(version.form.id, version.year, within), control)
    if control.theme == OF_FIELDS:
        at, shown = None, ()
    elif of_any_field:
        at = None
    who = version.of_role(Role.NATIONAL_ID)
    read = tuple(who.id if id == AGE and who is not None else id for id in read)
    of_limits = tuple((name, controls.limits[name]) for name in control.parameters if name != "given")
    return Described(
        id=control.id,
        name=_name(control),
        theme=control.theme,
        severity=controls.severity(control),
        sentence=_told(written, controls, version, at, shown),
        fields=tuple(dict.fromkeys(version.field(id).name for id in read if version.has(id))),
        limits=of_limits,
        source=control.source,
        proposal=control.proposal,
        version=_version(control, controls, version, within),
    )


def _version(control: Control, controls: Set, version: FormVersion, within: Content) -> str:
    turns = [release.first(version.form.first_year)]
    turns += [turn for turn, _ in control.severity.points if turn <= controls.release]
    dated = limits(version.form.id, within)
    for name in control.parameters:
        if name in dated:
            turns += [release.first(year) for year, _ in dated[name].points if year <= version.year]
    return release.written(max(turns))


def _name(control: Control) -> str:
    """A control that follows from a field is named after what it asks of every such field."""
    return control.sentence.replace(".", "_").lower() if control.theme == OF_FIELDS else control.name


def _told(written: Text, controls: Set, version: FormVersion, at: str | None, shown: tuple[str, ...]) -> Text:
    """The sentence with limits filled in and a … where a found value will stand."""

    def fill(text: str, language: Language) -> str:
        any_field = _ANY_FIELD if at is None else {}
        made = sentences.template(
            text, controls, version, at, shown, {**any_field, "aar": _ANY_YEAR[language]}, language
        )
        return made.fill(["…"] * len(shown))

    english = None if written.en is None else fill(written.en, Language.ENGLISH)
    return Text(fill(written.nb, Language.BOKMAL), fill(written.nn, Language.NYNORSK), english)


def one(form_id: str, id: str) -> tuple[tuple[int, Described], ...]:
    """A control in every year that has it, newest first."""
    form = PACKAGE.form(form_id)
    found = [
        (year, described)
        for year in reversed(form.years)
        for described in in_year(form_id, year, True)
        if described.id == id
    ]
    if not found:
        known = ", ".join(dict.fromkeys(d.id for d in in_year(form_id, form.last_year, True)))
        raise Refused(f"Skjema {form_id} har ingen kontroll «{id}». I {form.last_year} har det {known}.")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` or `after` is None for a control that is new or gone."""

    id: str
    before: Described | None
    after: Described | None


def differences(form_id: str, before: int, after: int, within: Content = PACKAGE) -> tuple[Difference, ...]:
    """What a reporter would notice: new and gone controls, another severity, other words, other limits, other fields."""
    older = {(d.id, d.name): d for d in in_year(form_id, before, within=within)}
    newer = {(d.id, d.name): d for d in in_year(form_id, after, within=within)}
    return tuple(_differ(older, newer))


def _differ(older: dict[tuple[str, str], Described], newer: dict[tuple[str, str], Described]) -> Iterator[Difference]:
    """A rule that took over the number of another is that control, changed: one difference, not a new one and one gone."""
    replaced: dict[str, list[Described]] = {}
    for key, told in older.items():
        if key not in newer:
            replaced.setdefault(told.id, []).append(told)
    for key, after in newer.items():
        before = older.get(key)
        if before is None and replaced.get(key[0]):
            before = replaced[key[0]].pop(0)
        if before is None or before.name != after.name or _noticed(before) != _noticed(after):
            yield Difference(key[0], before, after)
    yield from (Difference(id, told, None) for id, left in replaced.items() for told in left)


def _noticed(one: Described) -> tuple[object, ...]:
    return (one.severity, one.sentence, one.limits, one.fields)


def check_every(form_id: str, year: int, within: Content = PACKAGE) -> None:
    """Every control of the year can be built, runs on nothing, and has a sentence in which nothing is left unfilled."""
    version = within.form(form_id).version(year)
    controls = control_set(form_id, year, None, True, within)
    nothing = no_records(version)
    for control in controls.controls:
        for text in _texts(control, controls, version, nothing, within):
            if "{" in text or "}" in text:
                raise Broken(f"{form_id} {year} {control.id}: the sentence «{text}» has a name that nothing fills")


def _texts(control: Control, controls: Set, version: FormVersion, nothing: Fields, within: Content) -> tuple[str, ...]:
    try:
        return tuple(_every_text(control, controls, version, nothing, within))
    except AttributeError as error:
        raise Broken(f"{version.form.id} {version.year} {control.id} ({control.name}): {error}") from error


def _every_text(
    control: Control, controls: Set, version: FormVersion, nothing: Fields, within: Content
) -> Iterator[str]:
    told = _described(control, controls, version, nothing, within).sentence
    if control.theme == OF_FILE:
        return
    yield told.nb
    yield told.nn
    if told.en is None:
        raise Broken(f"{version.form.id} {control.id} has no English sentence")
    yield told.en
