"""What is delivered in the season. The register of bases is entered by one at the desk and approved by a colleague. On the days of
publication Nav's data are ordered; when they are made, the colleague approves them, and Nav fetches them. The day after the first of these
a ministry asks for the same, and is told why not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kostra.app.deliveries import approving, bases, fetching, ordering
from kostra.app.deliveries.content import enter_content
from kostra.app.deliveries.outside import Outside
from kostra.app.people import demo_keys
from kostra.app.season.cast import MINISTRY, Cast
from kostra.app.season.publishing import owed
from kostra.app.system import System
from kostra.forms import calendar
from kostra.model.delivery import Order, RecipientKind, Stage
from kostra.model.errors import Refused

NAV = "NAV"
_AGREED = "Stemmer med avtalen."
_KEY = "Laget for demonstrasjonen"


def begin(system: System, cast: Cast, data: Path) -> None:
    """May be done again: what is there is left as it is."""
    enter_content(system, cast.desk)
    for recipient, own in bases.listed(system):
        for one in own:
            if one.approved is None and one.ended is None and one.entered.by.id == cast.desk.actor.id:
                bases.approve(system, cast.colleague, one.id, _AGREED)
        if own and recipient.key is None and recipient.kind is not RecipientKind.MUNICIPALITIES:
            key = demo_keys.age_key(data / demo_keys.FOLDER, recipient.id)
            bases.put_key(system, cast.desk, recipient.id, key, _KEY)


def deliver(system: System, cast: Cast, on: date, tell: Callable[[str], None]) -> None:
    """A day at the desk and with those who receive data."""
    _hand_over(system, cast)
    own = {
        form for recipient, held in bases.listed(system) if recipient.id == NAV for one in held for form in one.forms
    }
    for expected in owed(system, cast):
        days = calendar.dates(expected).publications
        if expected.form not in own or not days:
            continue
        wanted = Order(NAV, "", expected.form, expected.period)
        if on in days:
            try:
                ordering.order(system, cast.desk, wanted, f"Etter avtalen med Nav, {on:%d.%m.%Y}")
            except Refused as refused:
                tell(f"deliveries: {refused.message}")
        if on == _working(days[0] + timedelta(days=1)):
            # It is refused, as it should be, and that stands in the log.
            with suppress(Outside):
                ordering.order(system, cast.ministry, replace(wanted, recipient=MINISTRY), "Til budsjettarbeidet")


def _hand_over(system: System, cast: Cast) -> None:
    """What has been made since yesterday is approved, and what was approved is fetched."""
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        every = tx.deliveries.deliveries(NAV)
    for one in reversed(every):
        if one.stage is Stage.APPROVED:
            _, file = fetching.fetch(system, cast.bodies[NAV], one.id)
            file.close()
        if one.stage is Stage.MADE and one.ordered.by.id == cast.desk.actor.id:
            approving.approve(system, cast.colleague, one.id, _AGREED)


def _working(on: date) -> date:
    """The first working day from this one."""
    return on + timedelta(days=max(0, 7 - on.weekday())) if on.weekday() > 4 else on
