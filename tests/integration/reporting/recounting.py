"""Every figure of a report counted again another way: what was checked, edited, estimated, published, proposed and said, by SQL over what
is kept and by reading its files. Nothing here calls a query of a report.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import Any

import polars as pl

from integration.reporting.incoming import OF, OSLO, Incoming
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept
from kostra.model.edit import Whole
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.tables import catalogue as tables

_DECIDED = {"vedtatt": "accepted", "avslatt": "rejected", "utsatt": "postponed"}
_KINDS = {
    "nye": "new-field",
    "fjernet": "removed-field",
    "endret": "changed-field",
    "tabeller": "table",
    "registre": "simplify",
}


class Recounting(Incoming):
    # What was checked and edited.

    def feillister_sendt(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM error_list WHERE {OF}",
                form=form,
            )
        )

    def feillister_tilbake(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(returned) FROM error_list WHERE {OF}",
                form=form,
            )
        )

    def feillister_linjer(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM error_line JOIN error_list ON error_list.id = list WHERE {OF}",
                form=form,
            )
        )

    def feillister_besvart(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(answer) FROM error_line JOIN error_list ON error_list.id = list WHERE {OF}",
                form=form,
            )
        )

    def funn_antall(self, form: str) -> int:
        return sum(up for up, _ in self._moves(form))

    def funn_rettet(self, form: str) -> int:
        return sum(down for _, down in self._moves(form))

    def funn_bekreftet(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM error_line JOIN error_list ON error_list.id = list WHERE {OF} AND fate = 'accepted'",
                form=form,
            )
        )

    def _moves(self, form: str) -> list[tuple[int, int]]:
        """By unit and control, how findings went up and down from delivery to delivery."""
        found: dict[tuple[str, str], list[int]] = {}
        sent: dict[str, list[str]] = {}
        for id, unit in self.rows(
            f"SELECT id, region FROM submission WHERE {OF} AND received IS NOT NULL AND severity IS NOT NULL ORDER BY uploaded, id",
            form=form,
        ):
            sent.setdefault(unit, []).append(id)
        tallies: dict[tuple[str, str], int] = {}
        for id, control, count in self.rows(
            "SELECT submission, control, sum(count)::int FROM tally GROUP BY submission, control"
        ):
            tallies[id, control] = count
        for unit, ids in sent.items():
            for control in {control for id, control in tallies if id in ids}:
                found[unit, control] = [0, *(tallies.get((id, control), 0) for id in ids)]
        return [
            (
                sum(max(0, after - before) for before, after in pairwise(counts)),
                sum(max(0, before - after) for before, after in pairwise(counts)),
            )
            for counts in found.values()
        ]

    def _edited(self, form: str) -> list[tuple[Any, ...]]:
        """The last change of each value, where nobody has undone it."""
        return self.rows(
            "SELECT DISTINCT ON (region, record, field) region, record, field, after, reason FROM edit e WHERE act = 'changed' "
            f"AND {OF} AND NOT needs_second "
            "AND NOT EXISTS (SELECT 1 FROM edit o WHERE o.about = e.id AND o.act IN ('undone', 'declined', 'dropped')) "
            "ORDER BY region, record, field, number DESC",
            form=form,
        )

    def rettinger_antall(self, form: str) -> int:
        return len(self._edited(form))

    def rettinger_venter(self, form: str) -> int:
        return int(
            self.one(
                f"SELECT count(*) FROM edit e WHERE {OF} AND act = 'changed' AND needs_second "
                "AND NOT EXISTS (SELECT 1 FROM edit o WHERE o.about = e.id)",
                form=form,
            )
        )

    def rettinger_andel(self, form: str) -> Fraction | None:
        delivered = self._delivered(form)
        every = sum(len(frame) for frame in delivered)
        return Fraction(len({row[:2] for row in self._edited(form)}), every) if every else None

    def rettinger_endret(self, form: str) -> Fraction | None:
        """Of what was delivered in the fields with numbers that were changed."""
        delivered = self._delivered(form)
        if not any(len(frame) for frame in delivered):
            return None
        moved: dict[str, int] = {}
        for unit, record, field, after, _ in self._edited(form):
            if any(field in frame.columns and frame[field].dtype.is_numeric() for frame in delivered):
                first = self.one(
                    "SELECT before FROM edit WHERE region = %(unit)s AND record = %(record)s AND field = %(field)s AND act = 'changed' "
                    "ORDER BY number LIMIT 1",
                    unit=unit,
                    record=record,
                    field=field,
                )
                moved[field] = moved.get(field, 0) + abs(int(after or 0) - int(first or 0))
        whole = sum(int(frame[field].sum() or 0) for field in moved for frame in delivered if field in frame.columns)
        return Fraction(sum(moved.values()), whole) if moved else Fraction(0)

    def _delivered(self, form: str) -> list[pl.DataFrame]:
        """What was typed of the submissions that stand."""
        with self.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            sources = tx.edits.sources(Whole(form, Period(self.year)))
        return [self._read(one.inndata) for one in sources if one.inndata is not None]

    def _read(self, kept: Kept) -> pl.DataFrame:
        with self.system.vault.open(kept) as content:
            return pl.read_parquet(BytesIO(content.read()))

    # What was estimated.

    def beregnet_enheter(self, form: str, when: str) -> int | None:
        found = self._runs(form, {"forelopig": "provisional", "endelig": "final"}[when])
        if not found:
            return None
        values = json.loads(found[0][1])
        return len({unit for own in values.values() for unit, (_, _, estimated) in own.items() if estimated})

    def beregnet_endring(self, form: str) -> Fraction | None:
        moved = self._moved(form)
        return max((abs(Fraction(last - first, first)) for first, last in moved if first), default=None)

    def beregnet_aarsaker(self, form: str) -> int | None:
        moved = self._moved(form)
        return sum(first != last for first, last in moved) if moved else None

    def _runs(self, form: str, kind: str) -> list[tuple[Any, ...]]:
        """The newest first."""
        return self.rows(
            f'SELECT record, "values" FROM estimate JOIN estimate_outcome o ON o.estimate = id WHERE {OF} '
            "AND kind = %(kind)s AND record IS NOT NULL ORDER BY number DESC",
            form=form,
            kind=kind,
        )

    def _moved(self, form: str) -> list[tuple[int, int]]:
        """Of each variable the figure of the country, first and last, where it may be published both times."""
        first, last = self._runs(form, "provisional"), self._runs(form, "final")
        if not first or not last:
            return []
        before, after = (
            {
                part["run"]["variable"]: figure["whole"]
                for part in json.loads(record)["parts"]
                for figure in part["figures"]
                if figure["region"] == "EAK" and not figure["closed"]
            }
            for record in (first[0][0], last[0][0])
        )
        return [(before[id], after[id]) for id in before.keys() & after.keys()]

    # What was published and delivered.

    def _manifests(self) -> list[dict[str, Any]]:
        """Of the releases that are approved and not withdrawn, by when they were made."""
        rows = self.rows(
            "SELECT release.id FROM release JOIN release_approval a ON a.release = id WHERE year = %(year)s "
            "AND NOT EXISTS (SELECT 1 FROM release_withdrawn w WHERE w.release = id) ORDER BY number"
        )
        return [json.loads((self.data / "releases" / id / "manifest.json").read_text()) for (id,) in rows]

    def publisering_antall(self) -> int:
        return len(self._manifests())

    def publisering_dag(self, when: str) -> date:
        kind = {"forelopig": "provisional", "endelig": "final"}[when]
        hour = next(one["hour"] for one in self._manifests() if one["kind"] == kind)
        return datetime.fromisoformat(hour).astimezone(OSLO).date()

    def publisering_rettinger(self) -> int:
        return sum(one["kind"] == "correction" for one in self._manifests())

    def tabeller_publisert(self) -> int:
        return len({each["id"] for one in self._manifests() for each in one["tables"]})

    def tabeller_nye(self) -> int:
        return len({each["id"] for one in self._manifests() for each in one["tables"] if each["is_new"]})

    def tabeller_avsluttet(self) -> int:
        return len({id for one in self._manifests() for id in one["gone"]})

    def tabeller_brudd(self) -> int:
        return sum(each.year == self.year for one in tables.tables() if one.covers(self.year) for each in one.breaks)

    def tabeller_flyttet(self) -> Fraction | None:
        newest = {each["id"]: each for one in self._manifests() for each in one["tables"]}
        told = [one["changes"] for one in newest.values() if one["before"] is not None]
        others = sum(one["changed"] + one["hidden"] + one["shown"] for one in told)
        every = others + sum(one["same"] for one in told)
        return Fraction(others, every) if every else None

    def leveranser_antall(self) -> int:
        return int(
            self.one(
                "SELECT count(*) FROM delivery JOIN delivery_approved a ON a.delivery = id WHERE period LIKE %(period)s || '%%'"
            )
        )

    def registre_mottatt(self) -> int:
        return int(
            self.one("SELECT count(*) FROM register_file WHERE holds = 'in-force' AND period LIKE %(period)s || '%%'")
        )

    def hyppige_med(self) -> int:
        return int(
            self.one(
                "SELECT count(DISTINCT region) FROM series_consent WHERE act = 'joined' AND since LIKE %(period)s || '%%'"
            )
        )

    # What was proposed and said.

    def forslag_behandlet(self, about: str) -> int:
        wanted = "true" if about == "alle" else "content->>'kind' = %(kind)s"
        return int(
            self.one(
                "SELECT count(DISTINCT proposal) FROM proposal_move JOIN LATERAL (SELECT content FROM proposal_version v WHERE v.proposal ="
                f" proposal_move.proposal ORDER BY number DESC LIMIT 1) newest ON true WHERE extract(year FROM at) = %(next)s AND {wanted}",
                kind=_KINDS.get(about),
            )
        )

    def forslag_avgjort(self, outcome: str) -> int:
        return int(
            self.one(
                "SELECT count(*) FROM proposal_move WHERE after = %(after)s AND extract(year FROM at) = %(next)s",
                after=_DECIDED[outcome],
            )
        )

    def forslag_svar(self) -> int:
        return int(self.one("SELECT count(*) FROM proposal_answer WHERE extract(year FROM at) = %(next)s"))

    def forslag_moter(self) -> int:
        return int(self.one("SELECT count(*) FROM proposal_meeting WHERE extract(year FROM held) = %(next)s"))

    def tilbakemeldinger_antall(self) -> int:
        return int(self.one("SELECT count(*) FROM feedback WHERE extract(year FROM at) = %(next)s"))

    def tilbakemeldinger_hjalp(self) -> int:
        return int(self.one("SELECT count(*) FROM feedback WHERE extract(year FROM at) = %(next)s AND helped"))

    def tilbakemeldinger_uklart(self) -> int:
        return int(self.one("SELECT count(*) FROM feedback WHERE extract(year FROM at) = %(next)s AND NOT helped"))
