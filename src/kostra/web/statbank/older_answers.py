"""Each question of the older API and its answer: a tree with subjects, and their tables as leaves. A table is also found by its id alone.

`?config`, which programs ask of any place in the tree, tells how much may be asked for.
"""

from __future__ import annotations

from kostra.app.publication.bank import SUBJECT
from kostra.publication import finding, older, refusals
from kostra.publication.selecting import select
from kostra.publication.writing import File, write
from kostra.web.statbank.answering import Asking, as_json


def top(asked: Asking) -> File:
    """GET /api/v0 and /api/v0/{lang}: the trees there are, which is one."""
    return _config(asked) if "config" in asked.given else as_json([{"dbid": "table", "text": "KOSTRA"}])


def node(asked: Asking) -> File:
    """GET and POST /api/v0/{lang}/table/{id}, where the id is a path down the tree."""
    *above, last = [part for part in asked.id.split("/") if part] or [""]
    if "config" in asked.given:
        return _config(asked)
    if last in ("", SUBJECT.code) and not above and not asked.posted:
        return _listed(asked, last)
    if above not in ([], [SUBJECT.code]):
        raise refusals.no_table(asked.id[:20])
    table = asked.bank.table(last)
    if not asked.posted:
        return as_json(older.metadata(table, asked.language))
    wanted, of, how = older.asked(table, asked.read(older.wrong))
    return write(select(table, wanted), asked.language, of, how, asked.base)


def _listed(asked: Asking, place: str) -> File:
    if "query" in asked.given:
        return as_json(older.found(finding.holding(asked.bank.tables(), asked.given["query"]), asked.language))
    if place:
        return as_json([older.leaf(table, asked.language) for table in asked.bank.tables()])
    return as_json([older.level(SUBJECT, asked.language)])


def _config(asked: Asking) -> File:
    return as_json(older.configuration(*asked.window))
