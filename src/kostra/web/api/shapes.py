"""What the API answers with, from what the use cases tell. The schemas in `kostra.web.api.schemas` say the same."""

from __future__ import annotations

from typing import Any

from kostra.app.portal.owed import Owed
from kostra.app.receiving.seeing import Seen
from kostra.model.submission import Season, Stage, Submission


def place(submission: Submission) -> str:
    return f"{root(submission.answers.season)}/submissions/{submission.id}"


def root(season: Season) -> str:
    return "/api/v1/test" if season is Season.TEST else "/api/v1"


def receipt(submission: Submission) -> dict[str, Any]:
    """What a sender is told at once. `receipt` is the signed one."""
    return {
        "id": submission.id,
        **_about(submission),
        "content": str(submission.content),
        "received": submission.received and submission.received.isoformat(timespec="milliseconds"),
        "sha256": submission.sha256,
        "size": submission.size,
        "sender": submission.sender and submission.sender.name,
        "replaces": submission.replaces,
        "receipt": submission.receipt,
        "links": links(submission),
    }


def seen(found: Seen) -> dict[str, Any]:
    """The same, with where it stands and what the controls found."""
    one = found.submission
    counts: dict[str, int] = {}
    for tally in found.tallies:
        counts[str(tally.severity)] = counts.get(str(tally.severity), 0) + tally.count
    return receipt(one) | {
        "uploaded": one.uploaded.isoformat(timespec="milliseconds"),
        "preparer": one.preparer.name,
        "file_name": one.file_name,
        "stage": str(one.stage),
        "current": found.current,
        "severity": None if one.severity is None else str(one.severity),
        "records": one.records,
        "findings": counts,
        "progress": progress(found),
    }


def progress(found: Seen) -> dict[str, Any] | None:
    told = found.progress
    return None if told is None else {"done": told.done, "of": told.of, "step": told.step}


def is_running(submission: Submission) -> bool:
    waits = submission.stage is Stage.PREPARED and submission.severity is None and submission.size > 0
    return submission.stage is Stage.RECEIVED or waits


def owed(one: Owed) -> dict[str, Any]:
    standing, expected = one.standing, one.expected
    at = root(expected.season)
    return {
        "form": expected.form,
        "period": str(expected.period),
        "region": expected.unit,
        "season": str(expected.season),
        "state": str(standing.state),
        "since": standing.since.isoformat(timespec="milliseconds"),
        "opens": one.dates.opens.isoformat(),
        "due": one.due.isoformat(),
        "closes": one.dates.closes.isoformat(),
        "days_left": one.days,
        "open": one.is_open,
        "arrived": standing.arrived and standing.arrived.isoformat(timespec="milliseconds"),
        "submission": standing.submission,
        "links": {
            "deliver": f"{at}/deliveries/{expected.form}/{expected.period}/{expected.unit}",
            "submission": standing.submission and f"{at}/submissions/{standing.submission}",
        },
    }


def links(submission: Submission) -> dict[str, str]:
    at = place(submission)
    return {"self": at, "receipt": f"{at}/receipt", "report": f"{at}/report", "events": f"{at}/events"}


def _about(submission: Submission) -> dict[str, str]:
    expected = submission.answers
    return {
        "form": expected.form,
        "period": str(expected.period),
        "region": expected.unit,
        "season": str(expected.season),
    }
