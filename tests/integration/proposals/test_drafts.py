"""From an accepted proposal to the draft of the next year: made by one, approved by another, and shown by the pages a real year has."""

from __future__ import annotations

import html
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import kostra
from integration.databases import Database, SetClock
from integration.portal.house import House, house
from integration.proposals.walking import BEGINS, GUIDE, LEA, OLA, SIRI, in_meeting, state
from kostra.app.permissions import Asker, Forbidden
from kostra.app.proposals import deciding, drafts, patches
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.form import FieldType
from kostra.model.form_change import (
    Change,
    CodeAdded,
    ControlDropped,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    Grade,
    Part,
    TableBreak,
)
from kostra.model.people import Actor, ActorKind, Duty
from kostra.model.proposal import Content, Kind, State, Subject
from kostra.model.text import Text

YEAR = drafts.year()
MAJA = Asker(Actor(ActorKind.PERSON, "maja", "Maja"), duties=frozenset({Duty.STATISTICIAN}))
ASKED = Text("Hvilken ytelse ga mest penger i året?", "Kva yting gav mest pengar i året?", "Which benefit?")
ANSWER = Text("Ung ufør", "Ung ufør")
REASON = "Støttet av alle.\nOg det haster."
CHANGES: tuple[Change, ...] = (
    FieldLabel("11F", "trygdesit", ASKED),
    FieldGuidance("11F", "trygdesit", Part.EXAMPLE, Text("Et nytt eksempel.", "Eit nytt døme.")),
    CodeAdded("trygdesit", "14", ANSWER),
    ControlSeverity("11F", "K23A", Grade.WARNING),
    TableBreak("91107", Text("Fra neste år er ung ufør med.", "Frå neste år er ung ufør med.", "Young disabled.")),
)


@pytest.fixture
def there(system: System, database: Database, clock: SetClock, tmp_path: Path) -> House:
    found = house(system, database, clock, tmp_path)
    clock.time = BEGINS
    return found


def proposed(*changes: Change, form: str = "11F", title: str = "En ny trygd") -> Content:
    content = replace(GUIDE, title=title, changes=changes, subject=Subject(form=form, field=None), kind=Kind.GUIDE)
    return replace(content, year=YEAR)


def accepted(system: System, *changes: Change, form: str = "11F", title: str = "En ny trygd") -> int:
    number, _ = in_meeting(system, proposed(*changes, form=form, title=title))
    deciding.decide(system, LEA, number, State.ACCEPTED, REASON)
    return number


def approved(system: System, *changes: Change, form: str = "11F", title: str = "En ny trygd") -> int:
    """The number of the patch."""
    patch = patches.make(system, SIRI, accepted(system, *changes, form=form, title=title))
    patches.approve(system, LEA, patch, patches.patch_of(system, patch).sha256)
    return patch


def test_an_accepted_proposal_is_walked_to_the_draft(there: House, tmp_path: Path) -> None:
    number = accepted(there.system, *CHANGES)
    siri, lea, anybody = there.visit(SIRI), there.visit(LEA), there.visit()
    one, draft = f"/nb/forslag/{number}", f"/nb/utkast/{YEAR}"
    assert "Vedtatt, men ikke lagt inn ennå" in anybody.get(draft).text
    assert "Endringsfilen er ikke laget ennå." in anybody.get(one).text
    assert siri.send(one, f"{one}/endringsfil", {"gjor": "lag"}).headers["location"] == f"{one}#utkast"

    # Who has made it does not approve it; a colleague sees every line, and does.
    page = siri.get(one).text
    assert "En kollega må godkjenne den" in page and "Godkjenn endringsfilen" not in page
    assert "Venter på godkjenning" in page and "Siri" in page
    outside = html.unescape(anybody.get(one).text)
    assert (
        f'+label    = {{ 2017 = "Hvilken trygd eller pensjon ga mest penger ved siste kontakt?", {YEAR} = "{ASKED.nb}" }}'
        in outside
    )
    assert "Siri" not in outside and "Lag endringsfil" not in outside
    patch = patches.patch_of(there.system, 1)
    answer = {"gjor": "godkjenn", "fil": "1", "sett": patch.sha256, "grunn": "Riktig"}
    assert "Ingen" in anybody.get(draft).text and ASKED.nb not in anybody.get(f"{draft}/11F").text
    assert lea.send(one, f"{one}/endringsfil", answer).status_code == 303
    assert state(there.system, number) is State.IN_FORM

    # The pages of the draft are those of a year, with the change in them.
    front = html.unescape(anybody.get(draft).text)
    assert "Står i utkastet" in front and "En ny trygd" in front and "91107" in front and f'href="{one}"' in front
    form = html.unescape(anybody.get(f"{draft}/11F").text)
    assert "<strong>Utkast.</strong>" in form and ASKED.nb in form and ANSWER.nb in form
    assert ASKED.nn in html.unescape(anybody.get(f"/nn/utkast/{YEAR}/11F").text)
    log = html.unescape(anybody.get(f"{draft}/11F/endringer").text)
    assert ASKED.nb in log and "ny kode" in log.lower()
    assert f"Fra {YEAR}: K23A er en advarsel. Vedtatt etter forslag {number}: Støttet av alle. Og det haster." in log
    controls = log.partition("K23A")[2]
    assert "advarsel" in controls
    assert "Et nytt eksempel." in html.unescape(anybody.get(f"{draft}/11F/veiledning").text)
    assert "Eit nytt døme." in anybody.get(f"/nn/utkast/{YEAR}/11F/veiledning.md").text
    told = json.loads(anybody.get(f"{draft}/11F/endringer.json").text)
    assert [one["proposal"] for one in told["decisions"]] == [number] * 4, "the table is in no form's log"
    fields = json.loads(anybody.get(f"{draft}/11F.json").text)["fields"]
    assert next(field["codes"]["14"] for field in fields if field["id"] == "trygdesit") == ANSWER.nb

    # Nothing that is real has changed, and no other form.
    assert ASKED.nb not in anybody.get(f"/nb/skjema/11F/{YEAR}").text
    assert ASKED.nb not in anybody.get(f"{draft}/11CF").text
    _git_takes(anybody.get(f"{one}/endringsfil/1.patch").text, tmp_path)


def _git_takes(patch: str, folder: Path) -> None:
    """The patch on a copy of the repository gives the same content as the draft."""
    for path, text in drafts.package().items():
        file = folder / "src" / "kostra" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "x.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply", "x.patch"], cwd=folder, check=True)
    form = catalogue.form("11F", folder / "src" / "kostra" / "forms", folder / "src" / "kostra" / "codelists")
    assert form.version(YEAR).field("trygdesit").label.nb == ASKED.nb
    assert form.version(YEAR).field("trygdesit").codes["14"].nb == ANSWER.nb


def test_the_draft_is_the_same_every_time_and_made_again_where_it_is_gone(system: System) -> None:
    approved(system, *CHANGES)
    first = drafts.draft(system, YEAR)
    assert first.folder.is_dir() and first.folder == drafts.draft(system, YEAR).folder
    first.folder.rename(first.folder.with_name("gone"))
    again = drafts.draft(system, YEAR)
    assert again.folder == first.folder
    assert {path: (again.folder / path).read_text(encoding="utf-8") for path in again.files} == dict(again.files)


def test_patches_of_several_proposals_follow_each_other(system: System) -> None:
    approved(system, FieldLabel("11F", "trygdesit", ASKED))
    approved(system, FieldRequired("11F", "vklo", False), title="Et annet")
    approved(system, FieldLabel("7", "aarsverk_242_sosionom", ASKED), form="7", title="I skjema 7")
    draft = drafts.draft(system, YEAR)
    assert [one.patch.proposal_number for one in draft.patches] == [1, 2, 3]
    version = draft.form("11F").version(YEAR)
    assert (version.field("trygdesit").label.nb, version.field("vklo").required) == (ASKED.nb, False)
    assert draft.form("7").version(YEAR).field("aarsverk_242_sosionom").label.nb == ASKED.nb
    changed = {one.form.id: one.changes for one in drafts.overview(system, YEAR).forms if one.changes}
    assert changed["11F"] == 2 and changed["7"] == 1


def test_a_patch_that_was_overtaken_is_refused_and_made_again(system: System) -> None:
    first, second = (accepted(system, FieldLabel("11F", "trygdesit", Text(said, said))) for said in ("En?", "To?"))
    one, two = patches.make(system, SIRI, first), patches.make(system, SIRI, second)
    patches.approve(system, LEA, one, patches.patch_of(system, one).sha256)
    with pytest.raises(Conflict, match=r"forms/f11f/form\.toml, linje \d+: endringsfilen passer ikke"):
        patches.approve(system, LEA, two, patches.patch_of(system, two).sha256)
    again = patches.make(system, SIRI, second)
    with pytest.raises(Conflict, match=f"Endringsfil {two} er erstattet av {again}"):
        patches.approve(system, LEA, two, patches.patch_of(system, two).sha256)
    patches.approve(system, LEA, again, patches.patch_of(system, again).sha256)
    assert drafts.draft(system, YEAR).form("11F").version(YEAR).field("trygdesit").label.nb == "To?"


def test_who_may_and_when(system: System) -> None:
    number = accepted(system, *CHANGES)
    with pytest.raises(Forbidden):
        patches.make(system, OLA, number)
    patch = patches.make(system, SIRI, number)
    seen = patches.patch_of(system, patch).sha256
    with pytest.raises(Forbidden, match="En kollega må godkjenne den"):
        patches.approve(system, SIRI, patch, seen)
    with pytest.raises(Forbidden):
        patches.approve(system, OLA, patch, seen)
    with pytest.raises(Conflict, match="en annen enn den du så"):
        patches.approve(system, LEA, patch, "0" * 64)
    with pytest.raises(Refused, match="Skriv hva som må rettes"):
        patches.send_back(system, LEA, patch, " ")
    with pytest.raises(Refused, match="fødselsnummer"):
        patches.send_back(system, LEA, patch, "Se 01017012345")
    patches.send_back(system, LEA, patch, "Skriv koden annerledes.")
    with pytest.raises(Conflict, match="alt avgjort"):
        patches.approve(system, LEA, patch, seen)
    again = patches.make(system, LEA, number)
    patches.approve(system, MAJA, again, patches.patch_of(system, again).sha256, "Nå er det riktig.")
    with pytest.raises(Conflict, match="ikke vedtatt og ikke lagt inn"):
        patches.make(system, SIRI, number)
    with pytest.raises(Missing):
        patches.approve(system, SIRI, 99, seen)


def test_what_was_put_in_is_taken_out_again_with_a_reason(system: System) -> None:
    patch = approved(system, *CHANGES)
    with pytest.raises(Refused, match="Skriv hvorfor"):
        patches.take_back(system, SIRI, patch, "")
    patches.take_back(system, SIRI, patch, "Departementet vil vente.")
    assert state(system, 1) is State.ACCEPTED
    draft = drafts.draft(system, YEAR)
    assert draft.patches == () and draft.files == drafts.package()
    with pytest.raises(Conflict, match="ikke godkjent"):
        patches.take_back(system, SIRI, patch, "Igjen.")


def test_each_step_is_an_event(system: System) -> None:
    patch = approved(system, *CHANGES)
    patches.take_back(system, SIRI, patch, "Departementet vil vente.")
    with system.transactions.begin(SIRI.actor, SIRI.scope) as tx:
        told = [(one.event.action, one.actor.name, one.event.reason) for one in tx.log.of()]
    assert sorted(one for one in told if one[0].startswith("patch.")) == [
        ("patch.approved", "Lea", ""),
        ("patch.made", "Siri", ""),
        ("patch.taken-back", "Siri", "Departementet vil vente."),
    ]


def test_when_the_repository_holds_it_the_draft_knows(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    patch = approved(system, *CHANGES)
    merged = drafts.draft(system, YEAR).files
    monkeypatch.setattr(drafts, "package", lambda: merged)
    draft = drafts.draft(system, YEAR)
    assert [one.there for one in draft.patches] == [True] and draft.files == merged
    with pytest.raises(Conflict, match="alt lagt inn i programmet"):
        patches.take_back(system, SIRI, patch, "For sent.")


def test_what_no_longer_fits_is_told_and_the_rest_is_there(there: House, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(there.system, FieldLabel("11F", "trygdesit", ASKED), title="Den ene")
    approved(there.system, FieldRequired("11F", "vklo", False), title="Den andre")
    package = dict(drafts.package())
    package["forms/f11f/form.toml"] = package["forms/f11f/form.toml"].replace(
        "Hvilken trygd eller pensjon", "Hva slags trygd"
    )
    monkeypatch.setattr(drafts, "package", lambda: package)
    page = html.unescape(there.visit().get(f"/nb/utkast/{YEAR}").text)
    assert "Passer ikke lenger" in page and "teksten er endret siden" in page
    assert not drafts.draft(there.system, YEAR).form("11F").version(YEAR).field("vklo").required


WRONG: list[tuple[tuple[Change, ...], str]] = [
    ((FieldEnded("11F", "trygdesit"),), "Kontrollene i skjema 11F .* kan ikke kjøres med endringen"),
    (
        (FieldAdded("11F", "ny", "vklo", FieldType.CODE, *(ASKED,) * 6, width=5, codes="janei"),),
        "does not fit a width",
    ),
    ((FieldAdded("11F", "ny", "vklo", FieldType.CODE, *(ASKED,) * 6, width=1, codes="finnesikke"),), "finnesikke"),
    ((ControlDropped("11F", "K999"),), "K999"),
    ((FieldLabel("11F", "finnesikke", ASKED),), "har ikke feltet «finnesikke»"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_changes_that_do_not_hold_together_are_refused_when_they_are_entered(
    system: System, changes: tuple[Change, ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        patches.check(system, changes, YEAR)


def test_a_field_is_ended_together_with_the_controls_that_read_it(system: System) -> None:
    together: tuple[Change, ...] = (
        FieldEnded("11F", "sanksjonred"),
        *(ControlDropped("11F", id) for id in _reading("sanksjonred")),
    )
    patches.check(system, together, YEAR)


def _reading(field: str) -> list[str]:
    from kostra.app.controls.catalogue import in_year

    told = in_year("11F", YEAR, True)
    return sorted({one.id for one in told if field.upper() in one.fields and one.theme not in ("felt", "summer")})


def test_a_proposal_without_changes_has_nothing_to_make(system: System) -> None:
    number, _ = in_meeting(system, replace(GUIDE, changes=()))
    deciding.decide(system, LEA, number, State.ACCEPTED, REASON)
    with pytest.raises(Refused, match="ingen endringer som kan gjøres i skjemaet"):
        patches.make(system, SIRI, number)


def test_what_is_not_there_is_a_page_that_is_not_there(there: House) -> None:
    anybody = there.visit()
    assert anybody.get("/nb/utkast").headers["location"] == f"/nb/utkast/{YEAR}"
    nothing = anybody.get(f"/nb/utkast/{YEAR}").text
    assert f"Ingen forslag er lagt inn i utkastet for {YEAR} ennå." in nothing
    for lost, said in (
        (f"{YEAR - 1}", f"Utkastet som er åpnet, er for {YEAR}"),
        ("tull", "«tull» er ikke et år"),
        (f"{YEAR}/11B", "har ikke noe utkast"),
        (f"{YEAR}/99", "Skjemaene er"),
    ):
        answer = anybody.get(f"/nb/utkast/{lost}")
        assert answer.status_code == 404 and said in answer.text
    approved(there.system, *CHANGES)
    for lost in (
        "/nb/forslag/1/endringsfil/2.patch",
        "/nb/forslag/2/endringsfil/1.patch",
        "/nb/forslag/1/endringsfil/x.patch",
    ):
        assert anybody.get(lost).status_code == 404
    siri = there.visit(SIRI)
    wrong = siri.send("/nb/forslag/1", "/nb/forslag/1/endringsfil", {"gjor": "ta-ut", "fil": "x", "grunn": "y"})
    assert wrong.status_code == 422 and "ikke nummeret på noen endringsfil" in wrong.text
    assert there.visit(OLA).post("/nb/forslag/1/endringsfil", {"gjor": "lag"}).status_code == 403


def test_the_draft_is_laid_out_for_a_process_that_has_no_folder(system: System) -> None:
    elsewhere = replace(system, drafts=None)
    approved(elsewhere, *CHANGES)
    draft = drafts.draft(elsewhere, YEAR)
    assert draft.folder != drafts.draft(system, YEAR).folder
    assert draft.form("11F").version(YEAR).field("trygdesit").label.nb == ASKED.nb


def test_nothing_is_written_in_the_package(system: System) -> None:
    here = Path(kostra.__file__).parent
    before = _files(here)
    approved(system, *CHANGES)
    assert _files(here) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*.toml")}
