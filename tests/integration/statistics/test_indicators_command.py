"""`kostra indicators` on what has been delivered of form 11M, by month and by quarter, and who may ask."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from forms.cases import clean_of
from forms.running import clean_record
from integration.commands import Kostra, running
from integration.estimating.campaigns import deliver as deliver_yearly
from integration.receiving.records import _numbers
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.submissions import INNDATA
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.inndata import write
from kostra.app.statistics.indicators import indicators
from kostra.app.system import System
from kostra.cli import indicators as command
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.people import HOUSE, Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission
from kostra.statistics.indicators import Indicator

_FORMS = Path(__file__).parents[2] / "forms"


@pytest.fixture
def kostra(system: System, capsys: pytest.CaptureFixture[str]) -> Kostra:
    return running(system, capsys, command.add, "indicators")


def deliver(system: System, written: str, people: dict[str, int], housed: Mapping[str, int] | None = None) -> None:
    """The first so many of the same persons, by unit: 1 000 kroner each, the first of them in the programme. `housed` are how many of them
    temporary housing was paid for, 5 000 kroner each, in the units that answer it."""
    period = Period.read(written)
    version = catalogue.form("11M").version(period.year)
    line = clean_record(clean_of(_FORMS / "f11m"), version)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.campaign.expect([Expected("11M", period, unit) for unit in people], tx.now)
    for unit, count in people.items():
        numbers = _numbers()
        lines = []
        for place in range(count):
            record = line
            changes = {
                "kommune_nr": unit[:4],
                "bydelsnr": "" if unit.endswith("00") else unit[4:],
                "periode": written,
                "person_journalnr": f"J{place}",
                "person_fodselsnr": next(numbers),
                "bidrag": "1000",
                "laan": "0",
                "bu18": "2",
                "vklo": "5",
                "kvp": "1" if place == 0 else "2",
            }
            if housed is not None and unit in housed:
                changes["midlbolig"] = "5000" if place < housed[unit] else "0"
            for id, value in changes.items():
                field = version.field(id)
                text = (
                    value.rjust(field.width)
                    if value.isdigit() and id in ("bidrag", "laan", "midlbolig")
                    else value.ljust(field.width)
                )
                record = record[: field.first - 1] + text + record[field.last :]
            lines.append(f"{record}\n")
        with system.vault.writing(INNDATA) as writing:
            write(io.BytesIO("".join(lines).encode("iso-8859-1")), version, system.pseudonymiser.encrypt, writing)
            kept = writing.keep()
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            owed, id = Expected("11M", period, unit), f"{written}-{unit}"
            tx.submissions.add(
                Submission(id, owed, Content.FILE, Stage.CHECKED, tx.now, HOUSE, "", 0, received=tx.now, sender=HOUSE)
            )
            tx.submissions.keep(id, INNDATA, kept)
            tx.campaign.put(Standing(owed, State.FINAL, tx.now, id, tx.now))


def test_a_month_in_the_terminal(kostra: Kostra, system: System) -> None:
    deliver(system, "2026M05", {"110300": 4, "030101": 3, "030102": 2})
    deliver(system, "2026M04", {"110300": 2, "030101": 3})
    deliver(system, "2025M05", {"030102": 1})
    deliver_yearly(system, 2025, {"110300": 8, "030101": 1, "460100": 1})
    text = kostra("2026-05", "--region", "110300", "0301", "EAK", "4601")
    assert text.startswith("Syntetiske tall: De seks indikatorene i målekortet, mai 2026")
    assert "fra april 2026" in text and "1103 Stavanger\n  1 av 1 enheter har rapportert, med 100,0 prosent" in text
    assert "2 av 15 enheter har rapportert" in text and "+100,0 %" in text and "0 av 1 enheter" in text
    assert "Endringen fra april 2026 gjelder 1 av 2 enheter." in text
    assert "90,0 prosent av sakene i 2025 (i de 3 enhetene som har levert skjema 11F)" in text
    rows = list(csv.DictReader(io.StringIO(kostra("2026M05", "--format", "csv")), delimiter=";"))
    found = {row["indikator"]: row for row in rows}
    assert [row["verdi"] for row in rows] == ["4", "0", "4", "0", "9000", "1"]
    assert (found["stonad"]["endring_forrige"], found["stonad"]["enheter_forrige"]) == ("40,0", "2")
    assert found["stonad"]["fra_aaret_foer"] == "2025M05" and found["stonad"]["endring_aaret_foer"] == "100,0"
    told = json.loads(kostra("2026-05", "--region", "EKA46", "EAK", "--format", "json"))
    assert told["synthetic"] and told["regions"][0]["indicators"][0]["value"] is None
    assert told["regions"][1]["indicators"][0]["growth"][0]["now"] == 4


def test_a_quarter_is_of_those_who_report_it_or_all_its_months(kostra: Kostra, system: System) -> None:
    for month, people in (
        ("04", {"110300": 1, "110800": 2}),
        ("05", {"110300": 3}),
        ("06", {"110300": 2, "110800": 5}),
    ):
        deliver(system, f"2026M{month}", people)
    deliver(system, "2026K2", {"460100": 4})
    told = json.loads(kostra("2026K2", "--region", "1103", "1108", "4601", "EAK", "--format", "json"))
    values = [[one["value"] for one in region["indicators"]] for region in told["regions"]]
    assert values == [[3, 0, 3, 0, 6000, 1], [None] * 6, [4, 0, 4, 0, 4000, 1], [4, 0, 4, 0, 10_000, 1]]


def test_what_cannot_be_shown_is_refused(kostra: Kostra, system: System) -> None:
    with pytest.raises(Missing, match="Ingen har levert skjema 11M for 2026M05"):
        kostra("2026-05")
    with pytest.raises(Refused, match="«2026-13» er ikke en periode"):
        kostra("2026-13")
    with pytest.raises(Refused, match=r"ikke for året 2026\. Skriv 2026-05"):
        kostra("2026")
    with pytest.raises(Refused, match="1201 finnes ikke i 2026"):
        kostra("2026-05", "--region", "1201")
    with pytest.raises(Forbidden):
        indicators(system, Asker(Actor(ActorKind.PERSON, "p", "P")), Period.read("2026M05"), ["EAK"])
    deliver(system, "2026M05", {"110300": 1})
    statistician = Asker(Actor(ActorKind.PERSON, "s", "S"), duties=frozenset({Duty.STATISTICIAN}))
    (one,) = indicators(system, statistician, Period.read("2026M05"), ["11"])
    assert one.region == "EKA11" and one.values[Indicator.RECIPIENTS] == 1
