"""The addresses of the calendar, in each of the languages that figures are read in."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import PUBLIC, STATIC, guarded
from kostra.web.calendar import agenda, breaks, changed, feed
from kostra.web.calendar.asked import BREAKS, CALENDAR, CHANGES

_TOP = "/{language:read}"


def routes() -> list[BaseRoute]:
    return [
        guarded(f"{_TOP}/{CALENDAR}", agenda.calendar, PUBLIC, name="calendar"),
        guarded(f"{_TOP}/{CALENDAR}.atom", feed.feed, STATIC, name="calendar_feed"),
        guarded(f"{_TOP}/{CHANGES}", changed.changes, PUBLIC, name="changes_of_tables"),
        guarded(f"{_TOP}/{CHANGES}/{{id}}", changed.of_release, PUBLIC, name="changes_of_release"),
        guarded(f"{_TOP}/{BREAKS}", breaks.breaks, PUBLIC, name="breaks"),
    ]
