"""What people wait for on the guide site: making the index of the search, a search, and the largest pages. Run: python -m benchmarks.guide

Must hold, on one core: the index of one language made within 5 s of the start of a process, with every form and control it needs; a search
within 50 ms; and the guide of a whole form, of a year and of one question within 50 ms once made, each at most 150 kB as sent.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
from starlette.applications import Starlette

from kostra.app.guide.finding import finder
from kostra.model.text import Language
from kostra.web.settings import Settings
from kostra.web.site import site

BUILT, SEARCH, PAGE, WEIGHT = 5_000.0, 50.0, 50.0, 150_000
TIMES = 20
ASKED = (
    "K22",
    "TRYGDESIT",
    "fødselsnumer til mottageren",
    "hva er et vilkår",
    "sosialpenger",
    "kvalifiseringsprogrammett deltakere permisjon",
    "qwertyuiop asdfghjkl zxcvbnm",
    " ".join(["sosialhjelpsmottakerne"] * 4),
)
PAGES = ("/nb/veiledning", "/nn/veiledning/aar/2026", "/nb/veiledning/11F/2026", "/nn/veiledning/11F/2026/trygdesit")


def main() -> int:
    made = _made()
    held = _told("the index of a language made, from nothing", made, BUILT)
    for query in ASKED:
        held &= _told(f"«{query[:40]}»", _median(partial(finder(Language.BOKMAL).find, query)), SEARCH)
    with tempfile.TemporaryDirectory() as data:
        app = site(Settings(Path(data), Path(__file__).parents[1] / "docs"))
        for path in PAGES:
            took, size = asyncio.run(_asked(app, path))
            held &= _told(path, took, PAGE)
            if size > WEIGHT:
                print(f"  {size:,} bytes as sent, more than {WEIGHT:,}")
                held = False
    return 0 if held else 1


def _made() -> float:
    """In processor time: nobody else's work is counted."""
    before = time.process_time()
    finder(Language.BOKMAL)
    return 1000 * (time.process_time() - before)


def _median(what: Callable[[], object]) -> float:
    """Of some times."""
    took = []
    for _ in range(TIMES):
        before = time.process_time()
        what()
        took.append(1000 * (time.process_time() - before))
    return sorted(took)[TIMES // 2]


async def _asked(app: Starlette, path: str) -> tuple[float, int]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
        content = (await client.get(path)).raise_for_status().content
        took = []
        for _ in range(TIMES):
            before = time.process_time()
            await client.get(path)
            took.append(1000 * (time.process_time() - before))
    return sorted(took)[TIMES // 2], len(gzip.compress(content))


def _told(what: str, took: float, limit: float) -> bool:
    print(f"{what:60} {took:8.1f} ms, at most {limit:,.0f}{'' if took <= limit else '   BROKEN'}")
    return took <= limit


if __name__ == "__main__":
    sys.exit(main())
