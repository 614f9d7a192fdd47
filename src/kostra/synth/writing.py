"""The one place that writes a nation-year to a folder.

The folder `OUT/<year>` is made whole or not at all: everything is written to `OUT/.<year>-part`, which gets its name
when it is complete. A year that is there is refused, unless it is to be made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from kostra.model.errors import Broken, Refused, system_said
from kostra.synth import manifest
from kostra.synth.arrays import NationYear
from kostra.synth.parts import Delivery, File, Part, Planted

MANIFEST = "manifest.json"

Progress = Callable[[str, int, int], None]
"""Told the name of each part when it begins, its number from 1, and how many there are."""


def refuse_existing(out: Path, year: int, force: bool) -> None:
    """Before any work: may the folder be made?"""
    if (out / str(year)).exists() and not force:
        raise Refused(
            f"Mappen {out / str(year)} finnes fra før. Velg en annen mappe, eller lag den på nytt med --force."
        )
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} er en fil. Velg en mappe med --out.")


def write(nation: NationYear, out: Path, parts: Mapping[str, Part], progress: Progress, force: bool = False) -> Path:
    """Write all parts, the lists of deliveries, mistakes and vendors, and the manifest. The folder that was made."""
    refuse_existing(out, nation.year, force)
    with _whole(out, str(nation.year)) as written:
        for number, (name, part) in enumerate(parts.items(), start=1):
            progress(name, number, len(parts))
            for one in part(nation):
                written.take(one)
        written.put("deliveries.csv", manifest.deliveries(written.deliveries))
        written.put("mistakes.csv", manifest.mistakes(written.planted))
        written.put("vendors.csv", manifest.vendors(nation))
        written.put(MANIFEST, manifest.manifest(nation, written.files))
    return out / str(nation.year)


def write_history(seed: int, out: Path, name: str, files: Iterable[File]) -> Path:
    """Write the folder of the years before people, `OUT/<name>`. It follows from the seed alone."""
    with _whole(out, name) as written:
        for file in files:
            written.put(file.path.removeprefix(f"{name}/"), file.content, file.records)
        written.put(MANIFEST, manifest.of_history(seed, written.files))
    return out / name


@contextmanager
def _whole(out: Path, name: str) -> Iterator[_Folder]:
    """A folder to fill, which gets its name when nothing went wrong."""
    unfinished = out / f".{name}-part"
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(unfinished)
        unfinished.mkdir()
        yield _Folder(unfinished)
        _replace(out / name, unfinished)
    except OSError as error:
        raise Refused(f"Kan ikke skrive til {out}: {system_said(error)}. Velg en annen mappe med --out.") from None


def _replace(folder: Path, finished: Path) -> None:
    old = folder.with_name(f".{folder.name}-old")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    finished.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


class _Folder:
    """The files of a year as they are written, with what the manifest says of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, manifest.Entry] = {}
        self.deliveries: list[Delivery] = []
        self.planted: list[Planted] = []
        self._made: set[str] = set()

    def take(self, one: File | Delivery) -> None:
        if isinstance(one, Delivery):
            self.deliveries.append(one)
            return
        if one.delivery is not None:
            self.deliveries.append(one.delivery)
        self.planted.extend(one.planted)
        self.put(one.path, one.content, one.records)

    def put(self, path: str, content: bytes, records: int = 0) -> None:
        if path in self.files or path.startswith("/") or ".." in path.split("/"):
            raise Broken(f"two parts write {path}, or it is outside the folder")
        # Seven thousand small files: plain strings and one call each, since paths as objects cost more than the writing.
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.path / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        with open(f"{self.path}/{path}", "wb") as file:  # noqa: PTH123
            file.write(content)
        self.files[path] = manifest.Entry(sha256(content).hexdigest(), len(content), records)
