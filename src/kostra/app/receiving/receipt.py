"""The receipt: what came, for whom, when, from whom. Signed, so that whoever holds it can show that it is ours, without us.

It is a compact JWS over JSON; the public keys are published. It names the person who sent, and nothing of what was sent but its sum.
"""

from __future__ import annotations

import json

from kostra.app.ports.keys import Signer
from kostra.model.submission import Submission

KIND = "kostra-sosial/receipt/1"


def signed(submission: Submission, signer: Signer) -> str:
    return signer.sign(content(submission))


def content(submission: Submission) -> bytes:
    """The time is the one that counts against the deadline."""
    if submission.received is None or submission.sender is None:
        raise ValueError("a receipt is given for what has been sent, not for what waits to be")
    expected = submission.answers
    return json.dumps(
        {
            "receipt": KIND,
            "id": submission.id,
            "form": expected.form,
            "period": str(expected.period),
            "region": expected.unit,
            "season": str(expected.season),
            "content": str(submission.content),
            "received": submission.received.isoformat(timespec="milliseconds"),
            "sender": submission.sender.name,
            "sha256": submission.sha256,
            "size": submission.size,
            "replaces": submission.replaces,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
