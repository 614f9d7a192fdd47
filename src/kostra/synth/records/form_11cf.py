"""The files of form 11CF: one per reporting unit, as its case system writes it. Many small units have no participants."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.forms import catalogue
from kostra.model.form import FormVersion
from kostra.synth.arrays import SITUATIONS, SUPPORT, NationYear
from kostra.synth.parts import Delivery, File
from kostra.synth.records import case_systems, yearly
from kostra.synth.records.columns import Bytes, Sheet

FORM = "11CF"


def part(nation: NationYear) -> Iterator[File | Delivery]:
    version = catalogue.form(FORM).version(nation.year)
    return yearly.files(nation, version, records(nation, version), nation.participants.unit)


def records(nation: NationYear, version: FormVersion) -> Bytes:
    """The records without mistakes, sorted by unit, with room for the line end."""
    table = nation.participants
    sheet = Sheet(version, len(table))
    case_systems.put_common(sheet, nation, table.person, table.unit, table.journal, table.caseworker)
    zeros = case_systems.habit(nation, table.unit, lambda vendor: vendor.zero_padded)
    leaves_blank = case_systems.habit(nation, table.unit, lambda vendor: not vendor.writes_zero)
    sheet.code("ektstat", table.ektstat)
    sheet.code("bu18", np.where(table.antbu18 > 0, 1, 2))
    sheet.integer("antbu18", table.antbu18, zeros, leaves_blank)
    sheet.date("reg_dato", table.registered)
    sheet.date("vedtak_dato", table.decided)
    sheet.date("begynt_dato", table.begun)
    in_oslo = nation.units.district[table.unit] != ""
    came = table.came_from >= 0
    sheet.code("kvp_komm", np.where(came, 1, 2))
    sheet.text("kommnr_kvp_komm", ["", *nation.units.municipality], table.came_from + 1)
    sheet.code("kvp_oslo", in_oslo * np.where(table.came_from_district, 1, 2))
    sheet.tick("ytelse_soshjelp", table.soshjelp > 0)
    sheet.code("ytelse_type_soshj", table.soshjelp)
    sheet.tick("ytelse_intro", table.introduction)
    sheet.tick("ytelse_individstonad", table.tiltakspenger)
    sheet.tick("ytelse_folketrygdl", table.folketrygd)
    sheet.code("kvp_med_astonad", np.where(table.support.any(axis=1), 1, 2))
    for column, id in enumerate(SUPPORT):
        sheet.tick(id, table.support[:, column])
    for month in range(12):
        sheet.tick(f"stmnd_{month + 1}", table.months[:, month])
    sheet.integer("kvp_stonad", table.benefit.sum(axis=1), zeros, np.zeros(len(table), dtype=bool))
    sheet.code("status", table.status)
    sheet.date("avsl_dato", table.ended)
    for column, id in enumerate(SITUATIONS):
        sheet.tick(id, table.situations[:, column])
    sheet.code("avsl_viktigste_inntekt", table.main_income)
    return sheet.rows()
