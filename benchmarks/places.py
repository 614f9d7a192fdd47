"""What a municipality's page costs, and how much of it there is. Run: PYTHONPATH=src:tests python -m benchmarks.places

Must hold: the page is answered within 50 ms of processor time when the table is in memory, and weighs less than 150 kB at first load, as it
is sent: the page, its style sheets and its pictures. It has no fonts and no scripts. The figures are any numbers of the whole nation.
"""

from __future__ import annotations

import gzip
import re
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from integration.places.open_bank import open_bank
from integration.web.visiting import Visitor
from unit.publication.nation import key_figures

PAGE, TIMES = "/nb/kommuner/5501", 20
MOST_MS, MOST_BYTES = 50.0, 150_000


def main() -> int:
    visitor = Visitor(open_bank(Path(mkdtemp()), key_figures()))
    page = visitor.get(PAGE).text
    took = lap(partial(visitor.get, PAGE), TIMES)
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    pictures = [one.replace("&amp;", "&") for one in re.findall(r'<img src="([^"]+)"', page)]
    before = memory()
    first = lap(lambda: visitor.get(pictures[0]), 1)
    each = lap(lambda: [visitor.get(one) for one in pictures[1:]], 1) / (len(pictures) - 1)
    kept = lap(lambda: visitor.get(pictures[0]), TIMES)
    weights = {
        "page": sent(page.encode()),
        "styles": sum(sent(visitor.get(one).content) for one in styles),
        "pictures": sum(sent(visitor.get(one).content) for one in pictures),
    }
    weight = sum(weights.values())
    told = ", ".join(f"{name} {size / 1000:.0f}" for name, size in weights.items())
    print(f"municipality page: {took:.1f} ms  (limit {MOST_MS:.0f} ms)")
    print(f"first load: {weight / 1000:.0f} kB ({told})  (limit {MOST_BYTES / 1000:.0f} kB)")
    print(f"a picture: the first {first:.0f} ms and {memory() - before} MB, then {each:.0f} ms, kept {kept:.1f} ms")
    for path in ("/nb/kommuner/kart", "/nb/kommuner/sammenlign?sted=5501&sted=EAK", f"{PAGE}/presentasjon.pdf"):
        ask = partial(visitor.get, path)
        print(f"{path}: first {lap(ask, 1):.0f} ms, then {lap(ask, 5):.1f} ms")
    return 0 if took < MOST_MS and weight < MOST_BYTES else 1


def lap(do: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time, each."""
    since = time.process_time()
    for _ in range(times):
        do()
    return (time.process_time() - since) * 1000 / times


def sent(content: bytes) -> int:
    return len(gzip.compress(content))


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
