"""What a delivery is made of: on which basis, of what, how many, what is otherwise than in the one it replaces, and the digest of each
file.

It has no time of its own: the same order of the same data gives the same bytes. It is signed, and goes with the delivery and into the log.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kostra.deliveries.differences import Differences
from kostra.model.delivery import Basis, Delivery, Persons

KIND = "kostra-sosial/delivery/1"


def written(
    of: Delivery,
    basis: Basis,
    *,
    data: str,
    rows: int,
    persons: int,
    variables: tuple[str, ...],
    files: Mapping[str, bytes],
    different: Differences | None,
    synthetic: bool,
) -> bytes:
    """`data` is a digest of the submissions that the records are from, and of the edits to them."""
    told: dict[str, Any] = {
        "manifest": KIND,
        "id": of.id,
        "ordered": of.ordered.at.isoformat(timespec="milliseconds"),
        "recipient": basis.recipient,
        "basis": {"id": basis.id, "paragraph": basis.paragraph, "purpose": basis.purpose, "document": basis.document},
        "form": of.order.form,
        "period": str(of.order.period),
        "identity": basis.identity.value,
        "variables": list(variables),
        "persons_covered": [conditions(basis.persons), conditions(of.order.persons)],
        "data": data,
        "rows": rows,
        "persons": persons,
        "replaces": of.replaces,
        "differences": None if different is None else asdict(different),
        "synthetic": synthetic,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
        },
    }
    return dumped(told)


def conditions(persons: Persons) -> dict[str, Any]:
    """Those there are; nothing of everybody."""
    told = {
        "regions": list(persons.regions),
        "youngest": persons.youngest,
        "oldest": persons.oldest,
        "where": {id: list(answers) for id, answers in persons.where.items()},
    }
    return {key: value for key, value in told.items() if value not in (None, [], {})}


def dumped(told: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def opened(signed: str) -> dict[str, Any]:
    """What stands in a signed manifest, a receipt or a proof of ours. Whether the signature holds is not asked here."""
    payload = signed.split(".")[1]
    told: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return told
