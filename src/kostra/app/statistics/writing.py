"""Cubes to a folder, `<year>/<status>/<table>.parquet` and `.json`, by the status that was asked for: what is late is among the final ones,
and says of itself that it is provisional. Each file is whole or not there, and only its owner may read it, for nothing in it is hidden yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path

from kostra.app.statistics.holding import held
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.errors import Refused, system_said
from kostra.statistics.writing import as_json, as_parquet

FOLDER = "cubes"
"""Under the folder of data, unless another place is said."""
_MADE_OF = ".made-of"


def write(system: System, cubes: Iterable[Cube], out: Path, asked: Status) -> Iterable[tuple[Cube, Path]]:
    """One after the other, each told of when it is there."""
    for cube in cubes:
        folder = out / str(cube.year) / asked
        parquet, described = held(system, ("files", cube.id), (cube,), partial(_files, cube))
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _put(folder / f"{cube.id}.parquet", parquet)
            _put(folder / f"{cube.id}.json", described)
        except OSError as error:
            raise Refused(
                f"Kan ikke skrive til «{out}»: {system_said(error)}. Velg en annen mappe med --out."
            ) from None
        yield cube, folder / f"{cube.id}.parquet"


def is_written(out: Path, year: int, asked: Status, made_of: str) -> bool:
    """Whether the folder holds what was written of the same, and nothing else."""
    folder = out / str(year) / asked
    try:
        return (folder / _MADE_OF).read_text(encoding="ascii") == _told(folder, made_of)
    except OSError:
        return False


def remember(out: Path, year: int, asked: Status, made_of: str) -> None:
    """What all that was written is made of, to be asked for by `is_written`."""
    folder = out / str(year) / asked
    _put(folder / _MADE_OF, _told(folder, made_of).encode("ascii"))


def _told(folder: Path, made_of: str) -> str:
    whole = sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".parquet", ".json"):
            whole.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return f"{made_of} {whole.hexdigest()}\n"


def _files(cube: Cube) -> tuple[bytes, bytes]:
    return as_parquet(cube), as_json(cube).encode()


def _put(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}-part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
