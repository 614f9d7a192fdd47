"""Opening what is to be checked: a file, a folder of files, or standard input. What cannot be opened is refused with what to do.

Standard input that cannot be read twice is put in a temporary file first: a small one in memory, a large one on disk.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kostra.model.errors import Refused, system_said

STANDARD_INPUT = "-"
_IN_MEMORY = 1 << 23
_AT_ONCE = 1 << 20
_ELEVEN_OR_TWELVE = re.compile(r"(?<![0-9])[0-9]{11,12}(?![0-9])")
_RECORDS, _ANSWERS = (".dat", ".txt"), ".json"


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes, from their beginning, in a file that can go back."""
    if path == STANDARD_INPUT:
        with _rewindable(sys.stdin.buffer, path) as file:
            yield file
        return
    try:
        file = open(path, "rb")  # noqa: SIM115, PTH123
    except OSError as error:
        raise _refused(path, error) from None
    with file, _rewindable(file, path) as twice:
        yield twice


@contextmanager
def _rewindable(file: BinaryIO, path: str) -> Iterator[BinaryIO]:
    if file.seekable():
        yield file
        return
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        try:
            shutil.copyfileobj(file, spooled, _AT_ONCE)
        except OSError as error:
            raise _refused(path, error) from None
        spooled.seek(0)
        yield spooled  # type: ignore[misc]


def listed(paths: Sequence[str]) -> list[str]:
    """The files, in the order they were given; a folder is all its files of records and of answers, by name.

    A shell on Windows hands over `*.dat` as it is written, so it is spelled out here.
    """
    found: list[str] = []
    for path in paths:
        for one in _spelled_out(path):
            if one != STANDARD_INPUT and Path(one).is_dir():
                found += _in_folder(Path(one))
            else:
                found.append(one)
    return list(dict.fromkeys(found))


def _spelled_out(path: str) -> list[str]:
    """What a pattern stands for. A file that is called so is that file."""
    if not any(mark in path for mark in "*?[") or Path(path).exists():
        return [path]
    from glob import glob

    names = sorted(glob(path))  # noqa: PTH207
    if not names:
        raise Refused(f"Ingen filer passer med «{path}». Sjekk navnet og mappen.")
    return names


def shown(path: str) -> str:
    """The path as reports name it: where a file is called by somebody's national id or DUF number, that is left out."""
    return _ELEVEN_OR_TWELVE.sub(lambda found: "..." if _is_somebodys(found[0]) else found[0], path)


def _is_somebodys(digits: str) -> bool:
    import numpy as np

    from kostra.methods.identity import begins_a_number, valid_duf

    rows = np.frombuffer(digits.encode("ascii"), dtype=np.uint8).reshape(-1, 1)
    return bool((begins_a_number(rows) if len(digits) == 11 else valid_duf(rows))[0])


def _in_folder(folder: Path) -> list[str]:
    names: list[str] = []
    try:
        for where, folders, files in os.walk(folder, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            names += [f"{where}{os.sep}{name}" for name in files if not name.startswith(".")]
    except OSError as error:
        raise _refused(str(error.filename or folder), error) from None
    chosen = sorted(
        name for name in names if name.endswith(_RECORDS) or (name.endswith(_ANSWERS) and _is_answers(name))
    )
    if not chosen:
        raise Refused(
            f"Mappen «{folder}» har ingen filer å kontrollere. Den må ha filer som slutter på .dat eller .txt, eller svar på "
            "e-skjema i .json."
        )
    return chosen


def _raise(error: OSError) -> None:
    raise error


def _is_answers(path: str) -> bool:
    """A folder may hold other JSON too; answers say which form they are to."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return b'"answers"' in file.read(4096)
    except OSError:
        return True


def _refused(path: str, error: OSError) -> Refused:
    path = shown(path)
    match error:
        case FileNotFoundError():
            return Refused(f"Det finnes ingen fil «{path}». Sjekk navnet og mappen.")
        case IsADirectoryError():
            return Refused(f"«{path}» er en mappe. Velg en fil i den.")
        case PermissionError():
            return Refused(
                f"Du har ikke lov til å lese «{path}». Be om tilgang, eller kopier filen til et sted du kan lese."
            )
    return Refused(f"«{path}» kan ikke leses: {system_said(error)}. Prøv igjen, eller kopier filen til et annet sted.")
