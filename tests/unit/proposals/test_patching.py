"""From changes to content: every year before stays what it was, the year has the change, and what cannot be is refused in words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kostra.app.forms import specification
from kostra.app.proposals import drafts
from kostra.codelists import catalogue as codelists
from kostra.forms import catalogue, lock
from kostra.forms.catalogue import Content
from kostra.forms.guide import guide
from kostra.forms.reading import read_form
from kostra.model.errors import Refused
from kostra.model.form import FieldType, Form
from kostra.model.form_change import (
    Change,
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    FieldWidth,
    Grade,
    Part,
    TableBreak,
    TableEnded,
    TableFootnote,
)
from kostra.model.text import Language, Text
from kostra.proposals.patching import Decided, patched

FILES = drafts.package()
YEAR = drafts.year()
WORDS = Text("Helt ny tekst?", "Heilt ny tekst?", "Quite new text?")
NEW = FieldAdded("11F", "prove_felt", "trygdesit", FieldType.CODE, *(WORDS,) * 6, required=True, width=1, codes="janei")


def made(*changes: Change) -> dict[str, str]:
    return patched(FILES, changes, YEAR, {})


def read(path: str, files: dict[str, str]) -> dict[str, Any]:
    return tomllib.loads(files[path])


def form_of(id: str, files: dict[str, str], folder: Path) -> Form:
    """The form, read from these files alone."""
    for path, text in {**FILES, **files}.items():
        if path.startswith((f"forms/{catalogue.form(id).folder}/", "codelists/")):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return read_form(folder / "forms" / catalogue.form(id).folder, folder / "codelists")


@pytest.mark.parametrize(
    ("change", "path", "wanted"),
    [
        (FieldLabel("11F", "trygdesit", WORDS), "forms/f11f/form.toml", ("fields", "trygdesit", "label", str(YEAR))),
        (FieldRequired("11F", "vklo", False), "forms/f11f/form.toml", ("fields", "vklo", "required", str(YEAR))),
        (FieldWidth("11F", "bidrag", 8), "forms/f11f/form.toml", ("fields", "bidrag", "width", str(YEAR))),
        (FieldEnded("11F", "sanksjonandre"), "forms/f11f/form.toml", ("fields", "sanksjonandre", "until")),
        (NEW, "forms/f11f/form.toml", ("fields", "prove_felt", "since")),
        (ControlLimit("11F", "stonad_hoy", 1_200_000), "forms/f11f/controls/limits.toml", ("stonad_hoy", str(YEAR))),
        (ControlMessage("11F", "K06", WORDS), "forms/f11f/controls/messages.toml", ("K06", "en", str(YEAR))),
        (
            ControlSeverity("11F", "K23A", Grade.WARNING),
            "forms/f11f/controls/decided.toml",
            ("K23A", "severity", str(YEAR)),
        ),
        (ControlDropped("11F", "K07"), "forms/f11f/controls/decided.toml", ("K07", "until")),
        (TableEnded("91112"), "tables/91112.toml", ("until",)),
    ],
)
def test_each_change_stands_where_a_colleague_would_have_written_it(
    change: Change, path: str, wanted: tuple[str, ...]
) -> None:
    files = made(change)
    assert path in files
    here: Any = read(path, files)
    for part in wanted:
        here = here[part]
    assert here not in (None, {}, [])
    assert patched({**FILES, **files}, (change,), YEAR, {}) == {}, "once more gives nothing new"
    assert made(change) == files, "and the same bytes every time"


def test_only_the_lines_that_are_changed_are_changed() -> None:
    before, after = FILES["forms/f11f/form.toml"], made(FieldLabel("11F", "trygdesit", WORDS))["forms/f11f/form.toml"]
    pairs = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [new.split("=")[0].strip() for _, new in pairs] == ["label", "label_nn"]


def test_a_new_field_has_its_place_its_section_and_its_guidance(tmp_path: Path) -> None:
    files = made(NEW)
    form = form_of("11F", files, tmp_path)
    ids = [field.id for field in form.version(YEAR).fields]
    assert ids[ids.index("trygdesit") + 1] == "prove_felt"
    assert form.version(YEAR).field("prove_felt").required and not form.version(YEAR - 1).has("prove_felt")
    assert form.version(YEAR).field("prove_felt").field.section == "livsopphold"
    told = guide("11F", Language.NYNORSK, YEAR, Content(tmp_path / "forms", tmp_path / "codelists"))
    assert told.fields["prove_felt"].mistake == WORDS.nn


def test_guidance_of_one_field_is_parted_from_that_of_its_neighbours(tmp_path: Path) -> None:
    files = made(FieldGuidance("11F", "bidrag_jan", Part.EXAMPLE, WORDS))
    form_of("11F", files, tmp_path)
    here = Content(tmp_path / "forms", tmp_path / "codelists")
    now, before = (guide("11F", Language.BOKMAL, year, here).fields for year in (YEAR, YEAR - 1))
    today = guide("11F", Language.BOKMAL).fields
    assert now["bidrag_jan"].example == WORDS.nb and now["bidrag_jan"].asked == today["bidrag_jan"].asked
    assert before == today
    assert {id: told for id, told in now.items() if id != "bidrag_jan"} == {
        id: told for id, told in today.items() if id != "bidrag_jan"
    }


def test_codes_are_added_renamed_and_ended_from_the_year(tmp_path: Path) -> None:
    files = made(CodeAdded("trygdesit", "14", WORDS), CodeEnded("trygdesit", "13"), CodeLabel("trygdesit", "01", WORDS))
    form = form_of("11F", files, tmp_path)
    now, before = (form.version(year).field("trygdesit").codes for year in (YEAR, YEAR - 1))
    assert now["14"].nn == WORDS.nn and "14" not in before
    assert "13" in before and "13" not in now
    assert (now["01"].nb, before["01"].nb) == (WORDS.nb, "Sykepenger")


def test_a_code_that_comes_back_with_another_meaning_gets_an_id_of_its_own(tmp_path: Path) -> None:
    ended = {**FILES, **patched(FILES, (CodeEnded("trygdesit", "13"),), YEAR, {})}
    again = patched(ended, (CodeAdded("trygdesit", "13", WORDS),), YEAR, {})
    form = form_of("11F", {"codelists/trygdesit.toml": again["codelists/trygdesit.toml"]}, tmp_path)
    assert form.code_lists["trygdesit"].code("13", YEAR).id == f"13-{YEAR}"  # type: ignore[union-attr]


def test_notes_and_breaks_of_a_table_are_added_once_and_dated() -> None:
    files = made(TableFootnote("91112", WORDS), TableBreak("91112", WORDS))
    table = read("tables/91112.toml", files)
    assert table["footnotes"][-1] == {"since": YEAR, "text": WORDS.nb, "text_nn": WORDS.nn, "text_en": WORDS.en}
    assert table["breaks"][-1]["year"] == YEAR


def test_the_change_log_gets_a_line_with_the_proposal_and_the_reason() -> None:
    line = Decided(7, "Ny tekst.", "Ny tekst (nn).", 'Fordi "alle" ba om det.')
    files = patched(FILES, (FieldLabel("7", "aarsverk_242_sosionom", WORDS),), YEAR, {"7": (line,)})
    [told] = read(f"forms/f7/decisions/{YEAR}-0007.toml", files)["decisions"]
    assert told == {
        "year": YEAR,
        "proposal": 7,
        "what": "Ny tekst.",
        "what_nn": "Ny tekst (nn).",
        "reason": 'Fordi "alle" ba om det.',
    }
    again = patched({**FILES, **files}, (), YEAR, {"7": (line, Decided(8, "To.", "To.", "x"))})
    assert list(again) == [f"forms/f7/decisions/{YEAR}-0008.toml"], "each proposal has a file of its own"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (FieldLabel("99", "x", WORDS), "Det finnes ikke noe skjema «99». Skjemaene er"),
        (FieldLabel("11F", "finnesikke", WORDS), "har ikke feltet «finnesikke». Feltene er kommune_nr"),
        (FieldLabel("11F", "distriktsnr", WORDS), "ble avsluttet i 2023"),
        (FieldLabel("11B", "kommune_nr", WORDS), f"kan ikke endres for {YEAR}: utkast er åpnet for ingen år"),
        (FieldWidth("7", "aarsverk_242_sosionom", 4), "har ingen bredde: skjemaet er svar på spørsmål"),
        (FieldAdded("11F", "vklo", "kjonn", FieldType.TEXT, *(WORDS,) * 6, width=2), "feltet «vklo» finnes fra før"),
        (CodeAdded("ingen", "1", WORDS), "Det finnes ingen kodeliste «ingen». Kodelistene er arbsit"),
        (CodeAdded("trygdesit", "05", WORDS), "koden «05» finnes i"),
        (CodeEnded("trygdesit", "77"), "har ikke koden «77»"),
        (ControlLimit("11F", "finnesikke", 2), "har ikke grensen «finnesikke». Grensene er alder_lav"),
        (ControlMessage("11F", "K999", WORDS), "har ikke setningen «K999»"),
        (TableEnded("1"), "Det finnes ingen tabell «1»"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_what_can(change: Change, said: str) -> None:
    with pytest.raises(Refused, match=said):
        made(change)


def test_a_year_that_has_been_reported_by_cannot_be_changed() -> None:
    with pytest.raises(Refused, match=f"kan ikke endres for {YEAR - 1}: utkast er åpnet for {YEAR}"):
        patched(FILES, (FieldLabel("11F", "vklo", WORDS),), YEAR - 1, {})


FORMS = [form for form in catalogue.all_forms() if drafts.is_draft(form, YEAR)]
SAID = some.text('abæøå ?«»"\\{}=#[],', min_size=1, max_size=40).map(lambda said: f"x{said}".strip())
TEXTS = some.builds(Text, SAID, SAID, SAID)


@some.composite
def changes(draw: some.DrawFn) -> tuple[str, Change]:
    """A form, and a change of it or of a code list that it has."""
    form = draw(some.sampled_from(FORMS))
    fields = [field.id for field in form.version(YEAR).fields]
    field = draw(some.sampled_from(fields))
    lists = sorted({each.code_list for each in form.version(YEAR).fields if each.code_list})
    width = 3 if form.version(YEAR).record_length else None
    offered: list[some.SearchStrategy[Change]] = [
        some.builds(FieldLabel, some.just(form.id), some.just(field), TEXTS),
        some.builds(FieldGuidance, some.just(form.id), some.just(field), some.sampled_from(Part), TEXTS),
        some.builds(FieldRequired, some.just(form.id), some.just(field), some.booleans()),
        some.builds(
            FieldAdded,
            *map(some.just, (form.id, "helt_nytt", field, FieldType.TEXT)),
            *(TEXTS,) * 6,
            width=some.just(width),
        ),
    ]
    if lists:
        id = draw(some.sampled_from(lists))
        code = draw(some.sampled_from(sorted(codelists.code_list(id).at(YEAR))))
        offered.append(some.builds(CodeLabel, some.just(id), some.just(code), TEXTS))
    return form.id, draw(some.one_of(offered))


@settings(max_examples=40, deadline=None)
@given(changes())
def test_whatever_is_changed_every_earlier_year_is_what_it_was(found: tuple[str, Change]) -> None:
    id, change = found
    files = made(change)
    for text in files.values():
        tomllib.loads(text)
    assert patched({**FILES, **files}, (change,), YEAR, {}) == {}
    today, folder = catalogue.form(id), catalogue.folders()[id]
    with TemporaryDirectory() as place:
        form = form_of(id, files, Path(place))
        for year in (one for one in today.years if one < YEAR):
            for language in (Language.BOKMAL, Language.NYNORSK):
                assert specification.as_json(form.version(year), language) == specification.as_json(
                    today.version(year), language
                )
        assert lock.changed(form, folder) == ()
        _shows(change, form, Content(Path(place) / "forms", Path(place) / "codelists"))


def _shows(change: Change, form: Form, here: Content) -> None:
    version = form.version(YEAR)
    match change:
        case FieldLabel(field=field, text=said):
            assert version.field(field).label.nn == said.fill(year=YEAR).nn
        case FieldRequired(field=field, required=required):
            assert version.field(field).required is required
        case FieldAdded(field=field, label=label):
            assert version.field(field).label.nb == label.fill(year=YEAR).nb
        case CodeLabel(code=code, label=label):
            assert any(field.codes.get(code) == Text(label.nb, label.nn) for field in version.fields)
        case FieldGuidance(field=field, part=part, text=said):
            table = tomllib.loads((here.forms / form.folder / "guide" / "nb.toml").read_text(encoding="utf-8"))
            [entry] = [one for one in table["entries"] if field in one["fields"]]
            assert entry[part.value][str(YEAR)] == said.nb
