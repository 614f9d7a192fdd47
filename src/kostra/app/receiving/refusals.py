"""The kinds of no that a sender can get, beside Forbidden: each has one status on the web, and one sentence with what to do."""

from __future__ import annotations

from kostra.model.errors import Conflict, Missing, Refused


class Unknown(Missing):
    """There is no such submission or expected delivery, or none that the asker may know of. The web answers 404."""


class NotNow(Conflict):
    """It could be sent, but not at this time or in this state. The web answers 409."""


class KeyUsed(Conflict):
    """The same Idempotency-Key with other bytes, or for something else. The web answers 409."""

    def __init__(self) -> None:
        super().__init__(
            "Nøkkelen i Idempotency-Key er brukt før, til noe annet enn dette. Send samme innhold til samme skjema og region "
            "på nytt, eller bruk en ny nøkkel."
        )


class WrongContent(Refused):
    """Bytes that can be seen at once to be no delivery: nothing at all, an archive, a PDF, a spreadsheet. The web answers 422."""


class TooLarge(Refused):
    """More bytes than any delivery has. The web answers 413."""
