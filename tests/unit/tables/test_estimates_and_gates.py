"""What a table says of its quality is held against what is estimated, and is refused where it is something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kostra.estimation.catalogue import declared
from kostra.model.cube import Status
from kostra.model.errors import ContentError
from kostra.model.region import RegionKind
from kostra.statistics.definition import FromRun, Kind, TableDefinition
from kostra.tables import catalogue
from kostra.tables.catalogue import FOLDER

RECIPIENTS = 'count    = "persons"\nestimate = "mottakere"'
DECISION = """
[[decisions]]
year      = 2025
status    = "provisional"
levels    = ["municipality", "district"]
publish   = false
reason    = "For mange kommuner har meldt feil i alderen."
reason_nn = "For mange kommunar har meldt feil i alderen."
reason_en = "Too many municipalities have told of mistakes in the ages."
"""


def table(folder: Path, old: str = "", new: str = "", more: str = "") -> TableDefinition:
    """13995 with something else in it."""
    folder = folder / "tables"
    folder.mkdir()
    shutil.copy(FOLDER / "13138.toml", folder)
    written = (FOLDER / "13995.toml").read_text(encoding="utf-8")
    assert old in written
    (folder / "13995.toml").write_text(written.replace(old, new, 1) + more, encoding="utf-8")
    return catalogue.table("13995", 2025, folder)


def test_a_measure_is_all_of_a_variable_or_some_of_its_components(tmp_path: Path) -> None:
    made = table(tmp_path, more=DECISION)
    found = {one.id: one.estimate for one in made.measures}
    assert found["mottakere"] == FromRun("mottakere") and found["tilfeller"] == FromRun("tilfeller")
    assert found["mottakere_25_66"] == FromRun("mottakere", ("25-44", "45-66"))
    assert (found["stonad"], found["laan"]) == (FromRun("stonad"), FromRun("stonad", ("laan",)))
    assert found["mottakere_forsorger"] is None and found["stonad_per_mottaker"] is None
    (decided,) = made.decisions
    assert made.gate == "mottakere" and not decided.publish and decided.status is Status.PROVISIONAL
    assert decided.levels == (RegionKind.MUNICIPALITY, RegionKind.DISTRICT)


BAD = [
    (RECIPIENTS, RECIPIENTS.replace("mottakere", "deltakere"), "", "form 11F has no estimated «deltakere»"),
    (RECIPIENTS, RECIPIENTS.replace("mottakere", "tilfeller"), "", "does not count what «tilfeller» of form 11F does"),
    (RECIPIENTS, RECIPIENTS.replace("mottakere", "stonad"), "", "does not count what «stonad» of form 11F does"),
    (RECIPIENTS, f'{RECIPIENTS}\nwhere = {{ bu18 = ["1"] }}', "", "does not count what «mottakere»"),
    (RECIPIENTS, f'{RECIPIENTS}\nwhere = {{ alder = ["18-29"] }}', "", "does not count what «mottakere»"),
    (RECIPIENTS, f'{RECIPIENTS}\nwhere = {{ maaneder = ["6-12"] }}', "", "does not count what «mottakere»"),
    ('gate     = "mottakere"', 'gate     = "alle"', "", "form 11F has no estimated «alle»"),
    ('gate     = "mottakere"', "", DECISION, "a decision in a table without a gate"),
    ("", "", DECISION.replace("2025", "2021"), "there is no such table in 2021"),
    ("", "", DECISION.replace('"district"', '"all-districts"'), "levels is «all-districts»"),
    ("", "", DECISION + DECISION, "two decisions about the same level"),
    ("", "", DECISION.replace("reason_en", "reason_se"), "has no «reason_en»"),
]


@pytest.mark.parametrize(("old", "new", "more", "said"), BAD, ids=[said for *_, said in BAD])
def test_what_is_something_else_is_refused(tmp_path: Path, old: str, new: str, more: str, said: str) -> None:
    with pytest.raises(ContentError) as refused:
        table(tmp_path, old, new, more)
    assert said in str(refused.value) and "13995.toml" in str(refused.value)


def test_every_table_of_a_form_that_is_estimated_has_a_gate() -> None:
    of = [one for one in catalogue.tables() if one.data.kind is Kind.FORM and one.data.id in declared()]
    assert len(of) > 9 and [one.id for one in of if one.gate is None] == []
