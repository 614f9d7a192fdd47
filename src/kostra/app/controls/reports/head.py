"""What stands at the top of every report: what was checked, for whom, how it was read, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kostra.app.controls.check import Report
from kostra.app.controls.reports.words import Words
from kostra.model.finding import Severity
from kostra.reception.source import Shape


@dataclass(frozen=True, slots=True)
class Named:
    """What the asker calls things: the file, and who sends it. `site` is the address of the site that has the guides, where one tells the
    report; the site's own pages say it as nothing at all."""

    file: str | None = None
    sender: str | None = None
    site: str | None = None


def title(report: Report, words: Words) -> str:
    return words("title", form=report.asked.version.form.id, period=period(report))


def period(report: Report) -> str:
    return report.asked.period or str(report.asked.version.year)


def sender(report: Report, named: Named) -> str:
    return f"{report.asked.region} {named.sender}" if named.sender else report.asked.region


def facts(report: Report, words: Words, named: Named) -> list[tuple[str, str]]:
    """Pairs of what it is and what it says."""
    said = [] if named.file is None else [(words("file"), named.file)]
    said += [(words("sender"), sender(report, named)), (words("records"), words.number(report.table.records))]
    if report.source is not None and report.source.shape is Shape.RECORDS:
        said.append((words("encoding"), str(report.source.encoding).upper()))
    said += [
        (words(f"all.{severity}"), words.number(count))
        for severity, count in sorted(report.told_by_severity().items(), reverse=True)
    ]
    return [*said, (words("version"), report.version)]


def result(report: Report, words: Words) -> str:
    if report.severity is Severity.OK and report.asked.nil:
        return words("result.nil")
    return words(f"result.{report.severity}")


def statistics(report: Report, words: Words) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return figures(report.statistics, words)


def figures(found: Mapping[str, Any] | None, words: Words) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Small tables of the receipt: what is counted, in what, and the numbers."""
    if found is None:
        return []
    tables = [
        (
            words("statistics"),
            words("kroner"),
            [
                (words(f"sum.{id}") if words.has(f"sum.{id}") else id.upper(), words.number(value))
                for id, value in found["amounts"].items()
            ],
        )
    ]
    for key in ("age", "months", "amount"):
        classes = found[key]
        rows = [(words.span(name), words.number(value)) for name, value in classes.items()]
        tables.append((words(key), words("persons"), rows))
    return tables
