"""Who may send a register, and who may see what came: those who have the care of registers, and the body whose register it is."""

from __future__ import annotations

from kostra.app.permissions import Asker, Forbidden, demand_duty, demand_login
from kostra.model.people import Duty
from kostra.registers.catalogue import layouts
from kostra.registers.layout import Layout


def may_send(asker: Asker, layout: Layout) -> bool:
    return asker.has(Duty.STEWARD) or _acts_for(asker, layout)


def may_see(asker: Asker, layout: Layout) -> bool:
    """Which files came and what the controls said; never what is told of persons."""
    return asker.has(Duty.STATISTICIAN) or may_send(asker, layout)


def demand_sender(asker: Asker, layout: Layout) -> None:
    demand_login(asker)
    if not may_send(asker, layout):
        who = "SSB selv" if layout.body is None else layout.body
        raise Forbidden(
            f"{layout.title.nb} sendes av {who}, eller av den som har ansvar for registrene. Logg inn med en bruker som har den oppgaven."
        )


def demand_steward(asker: Asker) -> None:
    demand_duty(asker, Duty.STEWARD)


def demand_seer(asker: Asker, layout: Layout) -> None:
    demand_login(asker)
    if not may_see(asker, layout):
        raise Forbidden(
            f"{layout.title.nb} er for dem som arbeider med statistikken, og for den som sender registeret. Logg inn med en bruker som har "
            "den oppgaven."
        )


def seen_by(asker: Asker) -> tuple[Layout, ...]:
    """The registers the asker may know of: for a body that sends none, there are none."""
    demand_login(asker)
    if not asker.duties:
        raise Forbidden(
            "Registrene er for dem som arbeider med statistikken, og for dem som sender registre hit. Logg inn med en bruker som har den "
            "oppgaven."
        )
    return tuple(layout for layout in layouts() if may_see(asker, layout))


def _acts_for(asker: Asker, layout: Layout) -> bool:
    return layout.body is not None and asker.has(Duty.CLIENT) and asker.body == layout.body
