"""Published figures of the years before the synthetic nation has people: tables, so that breaks, ended tables and
long pictures can be shown.

Every table is one CSV in long form with `verdi` and `merke`. The years have their own municipalities: a merger is a
break, and nothing is carried back. The size of the nation does not matter here; the history is always whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kostra.synth.history import assistance as history_assistance
from kostra.synth.history import breakdown as history_breakdown
from kostra.synth.history import centres as history_centres
from kostra.synth.history import introduction as history_introduction
from kostra.synth.history import services as history_services
from kostra.synth.history.anchors import FOLDER
from kostra.synth.parts import File

TABLES: dict[str, Callable[[int], bytes]] = {
    "sosialhjelp": history_assistance.by_region,
    "sosialhjelp_fordeling": history_breakdown.by_group,
    "kvp": history_services.programme,
    "aarsverk": history_services.posts,
    "stonadssatser": history_services.municipal_rates,
    "statens_satser": lambda seed: history_services.guideline_rates(),
    "introduksjon_11b": history_introduction.form_11b,
    "introduksjonsstonad": history_introduction.recipients,
    "tidligere_introduksjonsdeltakere": history_introduction.afterwards,
    "krisesenter": history_centres.users,
    "krisesenter_utgifter": history_centres.expenditure,
}


def files(seed: int) -> Iterator[File]:
    """`historie/sosialhjelp.csv` and the others: one folder beside those of the years."""
    yield File("historie/LES_MEG.md", (FOLDER / "history.md").read_bytes())
    # What each national figure rests on: found in a source, or our own estimate.
    yield File("historie/grunnlag.csv", (FOLDER / "anchors.csv").read_bytes())
    for name, table in TABLES.items():
        content = table(seed)
        yield File(f"historie/{name}.csv", content, records=content.count(b"\n") - 1)
