"""A whole release in one file: each table as long CSV by its codes, its description, its footnotes, and a list of everything with digests.

It is made piece by piece while it is sent. The same release gives the same bytes, whenever it is asked for.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kostra.model.release import Kind
from kostra.model.text import Language
from kostra.publication import notes
from kostra.publication.calendar import OSLO
from kostra.publication.configuration import LICENCE
from kostra.publication.formats.separated import long
from kostra.publication.manifest import NAME, File, Manifest, file
from kostra.publication.selecting import whole
from kostra.publication.table import Table

_LEVEL = 6
_READABLE = 0o644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Held:
    """One of its tables, with its description as it was released."""

    table: Table
    description: bytes


def packed(manifest: Manifest, opened: datetime, held: Callable[[str], Held]) -> Iterator[bytes]:
    """`held` is asked for one table at a time, so that no more of them are in memory."""
    pipe = _Pipe()
    found: dict[str, File] = {}
    there = opened.astimezone(OSLO)
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> bytes:
            info = ZipInfo(name, there.timetuple()[:6])
            info.external_attr, info.create_system = _READABLE, _UNIX
            archive.writestr(info, content, ZIP_DEFLATED, _LEVEL)
            found[name] = file(content)
            return pipe.taken()

        yield put("LES-MEG.txt", _about(manifest, there).encode())
        for each in manifest.tables:
            for name, content in _files(held(each.id)):
                yield put(f"{each.id}/{name}", content)
        yield put(NAME, _listed(manifest, opened, found))
    yield pipe.taken()


def _files(held: Held) -> Iterator[tuple[str, bytes]]:
    selection = whole(held.table)
    yield f"{held.table.id}.csv", long(selection, Language.BOKMAL)
    yield f"{held.table.id}.json", held.description
    for language in Language:
        lines = (f"{about}: {text}" if about else text for about, text in notes.lines(selection, language))
        yield f"{held.table.id}.{language}.txt", "".join(f"{line}\n" for line in lines).encode()


def told(manifest: Manifest, opened: datetime) -> dict[str, Any]:
    """What anybody may know of a release that is out. Why it was made is told of corrections alone."""
    return {
        "id": manifest.id,
        "kind": manifest.kind.value,
        "year": manifest.year,
        "published": opened.isoformat(),
        "synthetic": manifest.synthetic,
        "licence": LICENCE,
        "corrects": manifest.corrects,
        "reason": manifest.reason if manifest.kind is Kind.CORRECTION else None,
        "tables": {
            one.id: {"status": one.status.value, "new": one.is_new, "takes_the_place_of": one.before}
            | {"changes": asdict(one.changes)}
            for one in manifest.tables
        },
        "ended": list(manifest.gone),
    }


def _listed(manifest: Manifest, opened: datetime, found: dict[str, File]) -> bytes:
    every = told(manifest, opened) | {"files": {name: asdict(one) for name, one in found.items()}}
    return f"{json.dumps(every, ensure_ascii=False, indent=1)}\n".encode()


def _about(manifest: Manifest, opened: datetime) -> str:
    figures = {Kind.PROVISIONAL: "Foreløpige tall", Kind.FINAL: "Endelige tall"}.get(manifest.kind, "Tall")
    lines = [
        f"KOSTRA, sosiale tjenester. {figures} for {manifest.year}, publisert {opened:%d.%m.%Y kl. %H.%M}.",
        *(["Syntetiske tall: de er oppdiktet, og gjelder ingen virkelige personer."] if manifest.synthetic else []),
        *([f"Retting: {manifest.reason}"] if manifest.kind is Kind.CORRECTION else []),
        f"Kilde: KOSTRA. Lisens: {LICENCE}",
        "",
        "TABELL.csv har en linje for hver celle, med kodene og tegnet for hvorfor et tall mangler eller ikke er endelig.",
        "TABELL.json sier hva kodene betyr, på bokmål, nynorsk og engelsk. TABELL.nb.txt, .nn.txt og .en.txt er fotnotene.",
        f"{NAME} har SHA-256 av hver fil, og hva som er endret siden forrige publisering.",
    ]
    return "".join(f"{line}\n" for line in lines)


class _Pipe(io.RawIOBase):
    """What has been written and not yet sent. It cannot go back, so the archive is written straight through."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._parts.append(bytes(content))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        content = b"".join(self._parts)
        self._parts.clear()
        return content
