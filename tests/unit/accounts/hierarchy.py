"""Costs once more, slowly and from the other side: the arts one by one, as the coded hierarchy adds them up, on the bytes of the files.

Income is turned to plus and subtracted, as the hierarchy does; nothing here reads our content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

LONN = ["010", "020", "030", "040", "050", "070", "075", "080", "089"]
AG35 = ["090", "099"]
AGD50 = [
    *("100", "105", "110", "114", "115", "120", "130", "140", "150", "160", "165", "170", "180", "181", "182", "183"),
    *("184", "185", "190", "195", "200", "209", "210", "220", "230", "240", "250", "260", "271", "272", "280", "285"),
]
AGD51 = ["300", "330", "350", "370", "380"]
AG39 = ["400", "429", "430", "450", "470", "480"]
SALE = ["600", "620", "629", "630", "640", "650", "660", "670"]
AG38 = ["700", "710", "729", "730", "750", "770"]
AGD53, AGD56 = ["780"], ["880"]
AGD49 = ["800", "810", "830", "850", "870", "877", "890", *AGD56]
NETTED = ["380", "480", *AGD53, *AGD56]
INCOME = {*SALE, *AG38, *AGD53, *AGD49}
ARTS = [*LONN, *AG35, *AGD50, *AGD51, *AG39, "590", *sorted(INCOME)]

GROUPS = {
    "FGK12a": ("242", "243", "276", "281"),
    "FGK12b": ("242", "243", "273", "276", "281"),
    "FGK12": ("242", "243", "273", "275", "276", "281"),
    "sosialtjenesten_07786": ("242", "243", "281"),
}

Kroner = dict[tuple[str, str], dict[str, int]]
"""Of unit and function: kroner by art, income with plus."""


def read(content: bytes) -> Kroner:
    """The lines of an account's running costs, by the positions of the layout."""
    found: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in content.decode("ascii").splitlines():
        assert len(line) == 48
        if line[31] not in "13":
            continue
        art, kroner = line[36:39], int(line[39:48]) * 1000
        found[line[7:13], line[32:36].strip()][art] += -kroner if art in INCOME else kroner
    return {key: dict(amounts) for key, amounts in found.items()}


def worked_out(amounts: dict[str, int], consolidated: bool) -> dict[str, int]:
    def of(arts: Iterable[str]) -> int:
        return sum(amounts.get(art, 0) for art in arts)

    wages = of(LONN) + of(AG35)
    own = wages + of(AGD50)
    expenses = own + of(AGD51) + of(AG39)
    gross = expenses + of(["590"]) - of(["710"]) - of(["729"])
    return {
        "brutto": gross - of(NETTED) if consolidated else gross,
        "netto": expenses + of(["590"]) - of(SALE) - of(AG38) - of(AGD53) - of(AGD49),
        "korrigert_brutto": own + of(["429", "590"]) - of(["729"]) - of(["710"]),
        "lonn": wages - of(["710"]),
        "lonn_uten_stonad": wages - of(["710"]) - of(["089"]),
    }
