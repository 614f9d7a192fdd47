"""A form file that says something invalid is refused: file, line, what was found, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.forms.reading import read_form
from kostra.model.errors import ContentError
from kostra.model.form import Form

FORM = """
id = "99"
title = "Prøve"
title_nn = "Prøve"
about = "Et skjema i en test."
about_nn = "Eit skjema i ein test."
kind = "records"
periods = ["year"]
senders = "municipalities"
status = { 2020 = "partial", 2022 = "published", 2027 = "draft" }
status_reason = { 2020 = "Bare i en test.", 2027 = "Åpnet." }
status_reason_nn = { 2020 = "Berre i ein test.", 2027 = "Opna." }

[sections.person]
title = "Personen"
title_nn = "Personen"

[fields.kommune_nr]
section = "person"
label = "Kommunenummer"
label_nn = "Kommunenummer"
type = "text"
width = 4
required = true

[fields.svar]
label = { 2020 = "Hva svarte du i {year}?", 2025 = "Hva var svaret i {year}?" }
label_nn = "Kva svarte du i {year}?"
type = "code"
width = 1
codes = "janei"
required = { 2020 = false, 2023 = true }

[fields.dato]
since = 2021
label = "Dato"
label_nn = "Dato"
type = "date"
width = { 2021 = 6, 2025 = 8 }
"""

LIST = """
title = "Ja og nei"
title_nn = "Ja og nei"
[[codes]]
value = "1"
label = "Ja"
label_nn = "Ja"
[[codes]]
value = "2"
label = "Nei"
label_nn = "Nei"
[[codes]]
value = "9"
label = "Vet ikke"
label_nn = "Veit ikkje"
since = 2024
"""


def read(tmp_path: Path, form: str = FORM, codes: str = LIST) -> Form:
    lists = tmp_path / "lists"
    lists.mkdir(exist_ok=True)
    (lists / "janei.toml").write_text(codes, encoding="utf-8")
    folder = tmp_path / "f99"
    folder.mkdir(exist_ok=True)
    (folder / "form.toml").write_text(form, encoding="utf-8")
    return read_form(folder, lists)


def refused(tmp_path: Path, form: str = FORM, codes: str = LIST) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, form, codes)
    return caught.value


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_positions_follow_from_order_and_width(tmp_path: Path) -> None:
    form = read(tmp_path)
    assert [(f.name, f.first, f.last) for f in form.version(2020).fields] == [("KOMMUNE_NR", 1, 4), ("SVAR", 5, 5)]
    assert [(f.name, f.first, f.last) for f in form.version(2026).fields][2] == ("DATO", 6, 13)
    assert [form.version(year).record_length for year in (2020, 2021, 2025)] == [5, 11, 13]
    assert form.version(2021).field("dato").date_pattern == "ddMMyy"
    assert form.version(2025).field("dato").date_pattern == "ddMMyyyy"


def test_what_is_dated_changes_in_its_year(tmp_path: Path) -> None:
    form = read(tmp_path)
    assert [form.version(year).field("svar").required for year in (2022, 2023)] == [False, True]
    assert form.version(2024).field("svar").label.nb == "Hva svarte du i 2024?"
    assert form.version(2025).field("svar").label.nb == "Hva var svaret i 2025?"
    assert form.version(2025).field("svar").label.nn == "Kva svarte du i 2025?"
    assert list(form.version(2023).field("svar").codes) == ["1", "2"]
    assert list(form.version(2024).field("svar").codes) == ["1", "2", "9"]


@pytest.mark.parametrize(
    ("change", "to", "where", "said"),
    [
        ("required = true", "requird = true", "requird", "Did you mean «required»?"),
        ('type = "text"', 'type = "tekst"', 'type = "tekst"', "Write one of: text, code"),
        ('codes = "janei"', 'codes = "janeikanskje"', 'codes = "janeikanskje"', "there is no code list «janeikanskje»"),
        ("width = 1", "width = 2", "width = 2", "code «1» of janei does not fit a width of 2"),
        ("width = 4", "width = 0", "width = 0", "the width in 2020 is 0"),
        ("width = 4", 'width = "4"', 'width = "4"', "Write a whole number"),
        ("since = 2021", "since = 2019", "since = 2019", "before the form does in 2020"),
        ("since = 2021", "since = 2021\nuntil = 2020", "until = 2020", "ends in 2020, before it begins in 2021"),
        ("width = { 2021 = 6", "width = { 2023 = 6", "width = { 2023 = 6", "Let it begin in 2021"),
        ("width = { 2021 = 6", "width = { 2020 = 6", "width = { 2020 = 6", "Let it begin in 2021"),
        ('section = "person"', 'section = "persn"', 'section = "persn"', "Write one of: person"),
        ('label_nn = "Dato"\n', "", "[fields.dato]", "has no «label_nn»"),
        ("[fields.dato]", "[fields.Dato]", "[fields.Dato]", "not lower case"),
        ("[fields.dato]", '[fields.dato]\nname = "SVAR"', 'name = "SVAR"', "are both «SVAR» in 2021"),
        ('senders = "municipalities"', 'senders = "alle"', "senders", "Write one of: municipalities"),
        ('2027 = "draft" }', '2027 = "ferdig" }', "status =", "is «ferdig»"),
        (', 2027 = "draft" }', " }", "status =", "Add until, or open a draft year"),
        ("status_reason", "begrunnelse", "id =", "has no «status_reason»"),
        ('periods = ["year"]', "periods = []", "periods", "says no period"),
        ('periods = ["year"]', 'perioder = ["year"]', "perioder", "Did you mean «periods»?"),
        ("width = 4", "widht = 4", "widht = 4", "has no «width», but «widht». Did you mean «width»?"),
        ("width = { 2021 = 6, 2025 = 8 }", "width = 7", "width = 7", "Write 6 (ddMMyy) or 8 (ddMMyyyy)"),
        ("width = 4", "width = 4\nmax = 10000", "max = 10000", "max is 10000, but the width is 4 in 2020"),
        ("width = 4", "width = 4\nmin = 9\nmax = 1", "min = 9", "min is 9 and max 1"),
        ("width = 4", 'width = 4\nrequired_for = ["Oslo"]', "required_for", "«Oslo» is no municipality code"),
        ('type = "text"', 'type = "decimal"\ndecimals = 1\nstep = "ti"', "step", "the step is «ti»"),
        ('type = "text"', 'type = "decimal"\ndecimals = 1\nstep = "0"', "step", "Write a number above 0"),
        ('type = "text"', 'type = "decimal"\ndecimals = 1\nstep = "0.25"', "step", "needs more decimals than 1"),
        ('type = "text"', 'type = "decimal"\ndecimals = 0', "decimals", "Write how many there are, from 1"),
        ("since = 2021", 'since = 2021\nasked_when = { field = "svar", equals = "7" }', "asked_when", "of: 1, 2, 9"),
        ('senders = "municipalities"', 'senders = "selected"', "senders", 'Add selected = ["0301"]'),
        ('senders = "municipalities"', 'senders = "municipalities"\nselected = ["0301"]', "selected", "Mend senders"),
    ],
)
def test_what_is_invalid_is_refused_with_line_and_remedy(
    tmp_path: Path, change: str, to: str, where: str, said: str
) -> None:
    text = FORM.replace(change, to, 1)
    assert text != FORM
    error = refused(tmp_path, text)
    assert said in str(error)
    assert error.path.endswith("form.toml")
    if where != "id =":
        assert error.line == line_of(text, where), str(error)


def test_toml_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    text = FORM.replace('id = "99"', 'id = "99')
    assert refused(tmp_path, text).line == line_of(text, 'id = "99')


def test_two_meanings_of_a_code_in_one_year_are_refused(tmp_path: Path) -> None:
    codes = LIST + '[[codes]]\nid = "2-ny"\nvalue = "2"\nlabel = "Nei?"\nlabel_nn = "Nei?"\nsince = 2024\n'
    error = refused(tmp_path, codes=codes)
    assert "code «2» has two meanings in the same year" in str(error)
    assert error.line == len(codes.splitlines()) - 3


def test_a_code_that_changes_meaning_is_two_codes(tmp_path: Path) -> None:
    codes = LIST.replace('label = "Nei"\nlabel_nn = "Nei"', 'label = "Nei"\nlabel_nn = "Nei"\nuntil = 2022')
    codes += '[[codes]]\nid = "2-ny"\nvalue = "2"\nlabel = "Tja"\nlabel_nn = "Tja"\nsince = 2023\n'
    form = read(tmp_path, codes=codes)
    assert form.version(2022).field("svar").codes["2"].nb == "Nei"
    assert form.version(2023).field("svar").codes["2"].nb == "Tja"
    older, newer = (form.code_lists["janei"].code("2", year) for year in (2022, 2023))
    assert older and newer and (older.id, newer.id) == ("2", "2-ny")


def test_a_follow_up_must_wait_for_an_earlier_question(tmp_path: Path) -> None:
    text = FORM.replace("[fields.svar]", '[fields.svar]\nasked_when = { field = "dato", equals = "1" }')
    error = refused(tmp_path, text)
    assert "which is not asked before it" in str(error) and error.line == line_of(text, "asked_when")


def test_a_sum_names_fields_that_exist(tmp_path: Path) -> None:
    text = FORM + '[[sums]]\ntotal = "svar"\nparts = ["dato", "intet"]\n'
    error = refused(tmp_path, text)
    assert "«intet», which is no field" in str(error) and error.line == line_of(text, "parts = [")


def test_a_sum_is_of_numbers(tmp_path: Path) -> None:
    text = FORM + '[[sums]]\ntotal = "svar"\nparts = ["dato"]\n'
    error = refused(tmp_path, text)
    assert "«svar», which is code" in str(error) and error.line == line_of(text, "total =")


def test_one_field_of_a_year_holds_a_role(tmp_path: Path) -> None:
    text = FORM.replace("width = 4", 'width = 4\nrole = "journal"') + 'role = "journal"\n'
    error = refused(tmp_path, text)
    assert "dato and kommune_nr are both the journal in 2021" in str(error)
    assert error.line == len(text.splitlines())
    read(tmp_path, text.replace("width = 4", "width = 4\nuntil = 2020"))


def test_a_file_that_is_not_there_or_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    read(tmp_path)
    form = tmp_path / "f99" / "form.toml"
    form.write_bytes(FORM.encode("latin-1"))
    with pytest.raises(ContentError, match=r"not UTF-8 \(byte 0xf8\)") as caught:
        read_form(form.parent, tmp_path / "lists")
    assert caught.value.line == line_of(FORM, "Prøve")
    form.unlink()
    with pytest.raises(ContentError, match="there is no such file"):
        read_form(form.parent, tmp_path / "lists")


def test_only_must_be_codes_of_the_list(tmp_path: Path) -> None:
    text = FORM.replace('codes = "janei"', 'codes = "janei"\nonly = ["3"]')
    error = refused(tmp_path, text)
    assert "has no code «3» in 2020" in str(error) and error.line == line_of(text, 'only = ["3"]')


def test_a_reason_names_fields_that_exist_and_each_once(tmp_path: Path) -> None:
    reason = '\n[[reconstructed]]\nfields = ["svar"]\nreason = "Laget av oss."\nreason_nn = "Laga av oss."\n'
    form = read(tmp_path, FORM + reason)
    assert [field.id for field in form.fields if field.reconstructed] == ["svar"]
    twice = refused(tmp_path, FORM + reason + reason)
    assert "«svar» has two reasons" in str(twice)
    assert twice.line == len((FORM + reason).splitlines()) + 3
    assert "«svarr» is no field" in str(refused(tmp_path, FORM + reason.replace("svar", "svarr")))
