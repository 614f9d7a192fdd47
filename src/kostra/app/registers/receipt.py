"""The receipt for a file of a register: what came, for what, when, from whom, and what became of it. Signed as those of submissions are."""

from __future__ import annotations

import json

from kostra.app.ports.keys import Signer
from kostra.app.ports.registers import Received

KIND = "kostra-sosial/register-receipt/1"


def signed(received: Received, signer: Signer) -> str:
    return signer.sign(content(received))


def content(received: Received) -> bytes:
    return json.dumps(
        {
            "receipt": KIND,
            "id": received.id,
            "register": received.register,
            "version": received.version,
            "period": str(received.period),
            "received": received.received.isoformat(timespec="milliseconds"),
            "sender": received.by.name,
            "body": received.body,
            "sha256": received.sha256,
            "size": received.size,
            "rows": received.rows,
            "outcome": str(received.holds),
            "replaces": received.replaces,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
