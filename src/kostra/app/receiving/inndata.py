"""From kildedata to inndata: one typed record per person or form, as Parquet, with pseudonyms in place of national ids.

Made in the background once the controls have let a submission through. The same submission gives the same bytes. There is none of what says
that there is nothing to report, nor of what is received for another body: that goes on untouched.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, BinaryIO, cast

import polars as pl
from polars.io.plugins import register_io_source

from kostra.app.ports.submissions import INNDATA, ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept, Unavailable, Writing
from kostra.app.receiving.inside import plain
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Broken
from kostra.model.event import Event
from kostra.model.form import FormVersion
from kostra.model.people import HOUSE
from kostra.model.submission import Content, Stage, Submission
from kostra.reception import answers, source, typed
from kostra.reception.blocks import blocks
from kostra.reception.typed import Pseudonymise

MADE = "inndata.made"
_ROWS = 16_384
"""In each group of the file: what is in memory at a time."""


def make_inndata(system: System, submission: str, region: str) -> None:
    """The job. Run twice, it does nothing the second time."""
    scope = Scope(frozenset({region}))
    with system.transactions.begin(HOUSE, scope) as tx:
        found = tx.submissions.one(submission)
        original = tx.submissions.kept(submission, ORIGINAL)
        done = tx.submissions.kept(submission, INNDATA) is not None
    if found is None or original is None or done or not has_inndata(found):
        return
    kept = _kept(system, found, original)
    with system.transactions.begin(HOUSE, scope) as tx:
        tx.submissions.one(submission, lock=True)
        # Meanwhile another worker may have made it, or retention destroyed what it is made of.
        wanted = (
            tx.submissions.kept(submission, INNDATA) is None and tx.submissions.kept(submission, ORIGINAL) is not None
        )
        if wanted:
            tx.submissions.keep(submission, INNDATA, kept)
            tx.record(_made(found, kept))
    if not wanted:
        with suppress(Unavailable):
            system.vault.delete(kept)


def has_inndata(submission: Submission) -> bool:
    form = catalogue.form(submission.answers.form)
    return submission.stage is Stage.CHECKED and submission.content is not Content.NIL and form.received_for is None


def _made(submission: Submission, kept: Kept) -> Event:
    expected = submission.answers
    return Event(
        action=MADE,
        subject=submission.id,
        region=expected.unit,
        form=expected.form,
        period=str(expected.period),
        details={"sha256": kept.sha256, "size": kept.size},
    )


def _kept(system: System, submission: Submission, original: Kept) -> Kept:
    expected = submission.answers
    version = catalogue.form(expected.form).version(expected.period.year)
    with plain(system, original) as file, system.vault.writing(INNDATA) as writing:
        write(file, version, system.pseudonymiser.encrypt, writing)
        return writing.keep()


def write(file: BinaryIO, version: FormVersion, pseudonymise: Pseudonymise, writing: Writing) -> None:
    """The Parquet file, a group of rows at a time."""
    wrong: list[Exception] = []
    asked = register_io_source(_source(frames(file, version, pseudonymise), wrong), schema=typed.schema(version))
    try:
        asked.sink_parquet(
            cast(IO[bytes], _Sink(writing, wrong)),
            compression="zstd",
            compression_level=3,
            row_group_size=_ROWS,
            maintain_order=True,
        )
    except Exception:
        # What goes wrong at either end comes out of the engine as an error of its own, and its words may hold content.
        if wrong:
            raise wrong[0] from None
        raise Broken(f"the inndata of form {version.form.id} {version.year} could not be written") from None


def frames(file: BinaryIO, version: FormVersion, pseudonymise: Pseudonymise) -> Iterator[pl.DataFrame]:
    """The records block by block, or the one row of an e-form."""
    if not version.record_length:
        yield typed.of_answers(version, answers.read(file.read()).typed or {}, pseudonymise)
        return
    looked = source.look_through(file)
    for block in blocks(source.latin_1_chunks(file, looked), version.record_length):
        if block.rows.shape[1]:
            yield typed.of_records(version, block.rows, block.lines, pseudonymise)


def _source(made: Iterator[pl.DataFrame], wrong: list[Exception]) -> Callable[..., Iterator[pl.DataFrame]]:
    """What the engine asks for frames. It might ask for some columns or rows alone, but nobody asks it for that."""

    def frames(*_: object) -> Iterator[pl.DataFrame]:
        with _remembered(wrong):
            yield from made

    return frames


class _Sink(io.RawIOBase):
    """What the engine writes to."""

    def __init__(self, writing: Writing, wrong: list[Exception]) -> None:
        super().__init__()
        self._writing = writing
        self._wrong = wrong

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        with _remembered(self._wrong):
            self._writing.write(bytes(content))
        return len(content)


@contextmanager
def _remembered(wrong: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        wrong.append(error)
        raise
