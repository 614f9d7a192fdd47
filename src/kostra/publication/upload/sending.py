"""What is posted to the loader: the files as one body, and the parameters of its address. Nothing is sent from here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from kostra.model.errors import Refused
from kostra.publication.upload.writing import END

_BOUNDARY = "12345"
CONTENT_TYPE = f"multipart/form-data; boundary={_BOUNDARY}"
_INITIALS = re.compile("[a-zæøå]{3}")


def body(files: Mapping[str, bytes]) -> bytes:
    """Each file is a part, with its name outside quotation marks, as the loader reads it."""
    parts = [
        f"--{_BOUNDARY}{END}Content-Disposition:form-data; filename={name}{END}Content-type:text/plain{END}{END}".encode()
        + content
        for name, content in files.items()
    ]
    return b"".join([*parts, f"{END}--{_BOUNDARY}--".encode()])


def parameters(table: str, on: date, initials: Sequence[str]) -> str:
    """`initials` are whoever sends it, and then those to be told, who are the same where none is given. What is there is written over, and
    approved by the bank just before it is published."""
    if not 1 <= len(initials) <= 3 or not all(_INITIALS.fullmatch(one) for one in initials):
        raise Refused("Initialene er tre små bokstaver, for én til tre personer, for eksempel abc.")
    sender, first, second = (*initials, *[initials[-1]] * (3 - len(initials)))
    return urlencode(
        {
            "initialier": sender,
            "hovedtabell": table,
            "publiseringsdato": on.isoformat(),
            "fagansvarlig1": first,
            "fagansvarlig2": second,
            "auto_overskriv_data": "1",
            "auto_godkjenn_data": "2",
        }
    )
