"""The client that Statistics Norway loads its own table bank with finds nothing wrong with our files, and would have sent the same bytes.

Nothing is asked of any server: the addresses lead nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from urllib.parse import parse_qsl

import pandas as pd  # type: ignore[import-untyped,unused-ignore]
import pytest
import requests.auth
from statbank import StatbankClient  # type: ignore[import-untyped,unused-ignore]
from statbank.transfer import StatbankTransfer  # type: ignore[import-untyped,unused-ignore]
from statbank.uttrekk import (  # type: ignore[import-untyped,unused-ignore]
    StatbankUttrekksBeskrivelse,
    UttrekksBeskrivelseData,
)
from statbank.uttrekk_validations import StatbankValidateError  # type: ignore[import-untyped,unused-ignore]

from kostra.publication.upload.describing import described
from kostra.publication.upload.description import read
from kostra.publication.upload.sending import body, parameters
from kostra.publication.upload.writing import written
from unit.publication.bank import bank, cube

MADE = datetime(2026, 6, 1, 10, tzinfo=UTC)
TABLE = bank([cube()])
RAW = described(TABLE, MADE)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STATBANK_BASE_URL", "STATBANK_ENCRYPT_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")


def saved() -> str:
    """The description as the client saves what the bank gave it."""
    data = UttrekksBeskrivelseData.from_filbeskrivelse(json.loads(RAW))
    asked = StatbankUttrekksBeskrivelse(data=data, auth=requests.auth.AuthBase())
    return str(asked.to_json(None))


def frames(files: Mapping[str, bytes]) -> dict[str, pd.DataFrame]:
    return {
        name: pd.read_csv(BytesIO(content), sep=";", header=None, dtype="string", keep_default_na=False)
        for name, content in files.items()
    }


def test_the_client_finds_nothing_wrong() -> None:
    upload = written(TABLE, read(RAW))
    assert upload.told == ()
    assert StatbankClient.read_description_json(saved()).validate(frames(upload.files), raise_errors=True) == {}
    assert written(TABLE, read(saved().encode())) == upload


def test_the_client_does_find_what_is_wrong() -> None:
    ((name, content),) = written(TABLE, read(RAW)).files.items()
    wrong = {name: content.replace(b";04", b";:")}
    with pytest.raises(StatbankValidateError, match="Prikke-code"):
        StatbankClient.read_description_json(saved()).validate(frames(wrong), raise_errors=True)


def test_the_client_would_have_sent_the_same() -> None:
    files = written(TABLE, read(RAW)).files
    transfer = StatbankTransfer(
        *(frames(files), TABLE.id, "abc", date(2027, 3, 15), "def"),
        delay=True,
        auth=requests.auth.AuthBase(),
    )
    assert body(files) == transfer._body_from_data().encode()
    asked = parameters(TABLE.id, date(2027, 3, 15), ["abc", "def"])
    assert dict(parse_qsl(asked)) == transfer._build_params()
