"""The files of form 11F: one per reporting unit, as its case system writes it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.forms import catalogue
from kostra.model.form import FormVersion
from kostra.synth.arrays import CONDITIONS, EXEMPTIONS, SANCTIONS, NationYear
from kostra.synth.parts import Delivery, File
from kostra.synth.records import case_systems, yearly
from kostra.synth.records.columns import Bytes, Sheet

FORM = "11F"
_MONTHS = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des")


def part(nation: NationYear) -> Iterator[File | Delivery]:
    version = catalogue.form(FORM).version(nation.year)
    return yearly.files(nation, version, records(nation, version), nation.recipients.unit)


def records(nation: NationYear, version: FormVersion) -> Bytes:
    """The records without mistakes, sorted by unit, with room for the line end."""
    table = nation.recipients
    sheet = Sheet(version, len(table))
    case_systems.put_common(sheet, nation, table.person, table.unit, table.journal, table.caseworker)
    zeros = case_systems.habit(nation, table.unit, lambda vendor: vendor.zero_padded)
    leaves_blank = case_systems.habit(nation, table.unit, lambda vendor: not vendor.writes_zero)
    always = np.zeros(len(table), dtype=bool)
    sheet.code("ektstat", table.ektstat)
    sheet.code("bu18", np.where(table.antbu18 > 0, 1, 2))
    sheet.integer("antbu18", table.antbu18, zeros, leaves_blank)
    sheet.code("vklo", table.vklo)
    sheet.code("trygdesit", table.trygdesit)
    sheet.code("arbsit", table.arbsit)
    sheet.integer("bidrag", table.bidrag.sum(axis=1), zeros, always)
    sheet.integer("laan", table.laan.sum(axis=1), zeros, always)
    for month, name in enumerate(_MONTHS):
        sheet.tick(f"stmnd_{month + 1}", table.months[:, month])
        sheet.integer(f"bidrag_{name}", table.bidrag[:, month], zeros, leaves_blank)
        sheet.integer(f"laan_{name}", table.laan[:, month], zeros, leaves_blank)
    sheet.code("gitt_okonomirad", table.okonomirad)
    sheet.code("faat_individuell_plan", table.plan)
    sheet.code("bosit", table.bosit)
    sheet.code("vilkarsoslov", table.vilkarsoslov)
    sheet.code("vilkarsamekt", table.vilkarsamekt)
    sheet.date("utbetdato", table.utbetdato)
    sheet.date("utbettomdato", table.utbettomdato)
    for column, id in enumerate(CONDITIONS):
        sheet.tick(id, table.conditions[:, column])
    sheet.date("vedtakdato", table.vedtakdato)
    for column, id in enumerate(EXEMPTIONS):
        sheet.tick(id, table.exemptions[:, column])
    for column, id in enumerate(SANCTIONS):
        sheet.tick(id, table.sanctions[:, column])
    return sheet.rows()
