"""Sending from the page without a script: what goes to the vault, what is refused before a byte is taken, and what both colleagues see."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette

from integration.portal.asking import body, posted, text_of, token, upload
from integration.portal.house import BERGEN, BERIT, KARI, OLA, SISSEL, STAVANGER, House, file_of
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Stage, State, Submission
from kostra.web.api.pace import Pace

ONE = Expected("11F", Period(2026), STAVANGER)
PAGE = f"/nb/mine-innsendinger/11F/2026/{STAVANGER}"


def sent(there: House, expected: Expected = ONE) -> tuple[Submission, ...]:
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return tx.submissions.of(expected)


def objects(there: House) -> int:
    """How many sets of bytes the vault holds, whole or half-written."""
    return sum(path.is_file() for name in ("objects", "spool") for path in (there.folder / name).rglob("*"))


def test_a_file_streams_to_the_vault_and_leads_to_its_report(there: House) -> None:
    ola = there.visit(OLA)
    content = file_of(STAVANGER)
    answer = upload(ola, PAGE, content, name="C:\\filer\\11F.dat")
    assert answer.status_code == 303
    (one,) = sent(there)
    assert answer.headers["location"] == f"/nb/innsending/{one.id}"
    assert (one.stage, one.file_name, one.size) == (Stage.RECEIVED, "11F.dat", len(content))
    with there.system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.submissions.kept(one.id, ORIGINAL)
    assert kept is not None
    with there.system.vault.open(kept) as file:
        assert file.read() == content
    running = text_of(ola.get(answer.headers["location"]).text)
    assert "Mottatt. Kontrollene går." in running and "trygt mottatt 12. januar 2027 kl. 10.00" in running
    there.work()
    done = text_of(ola.get(answer.headers["location"]).text)
    assert "I orden. Kontrollene fant ingen feil." in done and "Foreløpige tall" in done
    assert "gjelder" in text_of(ola.get(PAGE).text)


def test_the_script_is_told_where_to_go_and_what_is_wrong(there: House) -> None:
    ola = there.visit(OLA)
    whole, kind = body([("csrf", token(ola)), ("hva", "send")], file_of(STAVANGER))
    answer = ola.ask("POST", f"{PAGE}/last-opp.json", content=whole, headers={"content_type": kind})
    assert answer.json() == {"location": f"/nb/innsending/{sent(there)[0].id}"}
    whole, kind = body([("csrf", token(ola)), ("hva", "send")], b"PK\x03\x04 and more")
    wrong = ola.ask("POST", f"{PAGE}/last-opp.json", content=whole, headers={"content_type": kind})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "refused")
    assert "komprimert" in wrong.json()["error"]["message"]


@pytest.mark.parametrize("ending", ["", ".json"])
def test_a_form_that_is_not_from_our_page_is_refused_before_a_byte_is_taken(there: House, ending: str) -> None:
    ola, kari = there.visit(OLA), there.visit(KARI)
    before = objects(there)
    for csrf in ("", "feil", token(kari)):
        whole, kind = body([("csrf", csrf), ("hva", "send")], file_of(STAVANGER))
        answer = ola.ask("POST", f"{PAGE}/last-opp{ending}", content=whole, headers={"content_type": kind})
        assert answer.status_code == 403
    whole, kind = body([("hva", "send")], file_of(STAVANGER))
    assert ola.ask("POST", f"{PAGE}/last-opp", content=whole, headers={"content_type": kind}).status_code == 403
    assert sent(there) == () and objects(there) == before


def test_fields_after_the_file_are_refused(there: House) -> None:
    """A form that does not say first who sends it is not one of ours."""
    ola = there.visit(OLA)
    mark = "x" * 32
    file = b'--%s\r\nContent-Disposition: form-data; name="fil"; filename="a.dat"\r\n\r\n%s\r\n' % (
        mark.encode(),
        file_of(STAVANGER),
    )
    csrf = f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token(ola)}\r\n--{mark}--\r\n'.encode()
    kind = f"multipart/form-data; boundary={mark}"
    answer = ola.ask("POST", f"{PAGE}/last-opp", content=file + csrf, headers={"content_type": kind})
    assert answer.status_code in (400, 403) and sent(there) == ()


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (None, "", 422, "Velg en fil før du sender."),
        (b"", "", 422, "Velg en fil før du sender."),
        (b"", "tom.dat", 422, "Filen er tom (0 byte)"),
        (b"PK\x03\x04" + bytes(3_000_000), "11F.zip", 422, "komprimert fil (zip)"),
        (b"x" * 2_200_000, "stor.dat", 413, "større enn 2 MiB"),
    ],
)
def test_what_is_no_delivery_is_told_on_the_page_and_nothing_is_kept(
    there: House, content: bytes | None, name: str, status: int, said: str
) -> None:
    there.app.state.settings = there.settings(receiving=Pace(largest=2 << 20 if status == 413 else 4 << 20))
    ola, before = there.visit(OLA), objects(there)
    answer = upload(ola, PAGE, content, name)
    assert answer.status_code == status and said in text_of(answer.text)
    assert sent(there) == () and objects(there) == before


def test_a_file_that_is_cut_off_has_not_been_sent(there: House) -> None:
    ola, before = there.visit(OLA), objects(there)
    whole, kind = body([("csrf", token(ola)), ("hva", "send")], file_of(STAVANGER, 100))
    assert half_sent(there.app, ola.cookies["sesjon"], kind, whole[: len(whole) // 2], len(whole)) in ([], [400])
    ended_early = ola.ask("POST", f"{PAGE}/last-opp", content=whole[:-20], headers={"content_type": kind})
    assert ended_early.status_code == 400
    assert sent(there) == () and objects(there) == before


def half_sent(app: Starlette, session: str, kind: str, content: bytes, length: int) -> list[int]:
    """A browser that goes away in the middle; the statuses that were sent back."""
    messages = [{"type": "http.request", "body": content, "more_body": True}, {"type": "http.disconnect"}]
    statuses: list[int] = []
    headers = {"host": "site.test", "cookie": f"sesjon={session}", "content-type": kind, "content-length": str(length)}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"{PAGE}/last-opp",
        "raw_path": f"{PAGE}/last-opp".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("site.test", 80),
    }

    async def receive() -> Any:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def once() -> None:
        await app(scope, receive, send)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, once()).result()
    return statuses


def test_nil_needs_the_tick_and_gives_a_receipt(there: House) -> None:
    ola = there.visit(OLA)
    refused = posted(ola, f"{PAGE}/ingenting")
    assert refused.status_code == 422 and "Kryss av for at dere ikke har noe" in text_of(refused.text)
    assert there.standing(ONE).state is State.OPENED
    answer = posted(ola, f"{PAGE}/ingenting", sikker="ja")
    (one,) = sent(there)
    assert answer.headers["location"] == f"/nb/innsending/{one.id}" and one.content is Content.NIL
    assert "fullgodt svar" in text_of(ola.get(answer.headers["location"]).text)
    receipt = ola.get(f"/nb/innsending/{one.id}/kvittering").text
    assert one.receipt is not None and one.receipt in receipt
    assert there.standing(ONE).state is State.NIL_CONFIRMED


def test_one_prepares_and_another_sends_and_both_see_one_status(there: House) -> None:
    kari, ola, sissel = there.visit(KARI), there.visit(OLA), there.visit(SISSEL)
    assert upload(kari, PAGE, file_of(STAVANGER)).status_code == 403
    prepared = upload(kari, PAGE, file_of(STAVANGER), hva="klargjor").headers["location"]
    there.work()
    assert "Den er ikke levert før noen sender den." in text_of(kari.get(prepared).text)
    for visitor in (kari, ola, sissel):
        assert "Klar til sending" in text_of(visitor.get("/nb/mine-innsendinger").text)
        assert "Kari gjorde dette klart 12. januar 2027 kl. 10.00" in text_of(visitor.get(PAGE).text)
    assert there.standing(ONE).state is State.OPENED
    assert "Send inn nå" not in kari.get(prepared).text and "Trekk tilbake" not in sissel.get(prepared).text
    id = prepared.rpartition("/")[2]
    assert posted(kari, f"/nb/innsending/{id}/send").status_code == 403
    assert ola.get(f"/nb/innsending/{id}/kvittering").status_code == 409
    there.clock.move(hours=2)
    assert posted(ola, f"/nb/innsending/{id}/send").headers["location"] == prepared
    there.work()
    for visitor in (kari, ola, sissel):
        page = text_of(visitor.get(prepared).text)
        assert "Mottatt 12. januar 2027 kl. 12.00" in page and "Sendt av Ola" in page and "Gjort klar av Kari" in page
        assert "Klar til sending" not in text_of(visitor.get("/nb/mine-innsendinger").text)
    assert posted(ola, f"/nb/innsending/{id}/send").status_code == 409


def test_what_was_prepared_is_taken_back_and_what_was_sent_is_not(there: House) -> None:
    kari, ola = there.visit(KARI), there.visit(OLA)
    prepared = upload(kari, PAGE, file_of(STAVANGER), hva="klargjor").headers["location"]
    id = prepared.rpartition("/")[2]
    assert posted(kari, f"/nb/innsending/{id}/trekk-tilbake").headers["location"] == PAGE
    assert "Trukket tilbake" in text_of(kari.get(prepared).text)
    delivered = upload(ola, PAGE, file_of(STAVANGER)).headers["location"].rpartition("/")[2]
    assert posted(ola, f"/nb/innsending/{delivered}/trekk-tilbake").status_code == 409


def test_the_form_shows_what_one_may_and_nothing_else(there: House) -> None:
    assert "last-opp" not in there.visit(SISSEL).get(PAGE).text
    kari = there.visit(KARI).get(PAGE).text
    assert re.search('type="hidden" name="hva" value="klargjor"', kari) and "/ingenting" not in kari
    there.clock.time = there.clock.time.replace(year=2028)
    late = there.visit(OLA).get(PAGE)
    assert "Det kan ikke sendes noe nå" in text_of(late.text) and "last-opp" not in late.text
    refused = upload(there.visit(OLA), PAGE, file_of(STAVANGER))
    assert refused.status_code == 409 and "ble stengt" in text_of(refused.text)


def test_another_municipality_is_not_theirs(there: House) -> None:
    upload(there.visit(OLA), PAGE, file_of(STAVANGER))
    id = sent(there)[0].id
    berit = there.visit(BERIT)
    assert berit.get(PAGE).status_code == 403
    assert upload(berit, PAGE, file_of(STAVANGER)).status_code == 403
    assert posted(berit, f"{PAGE}/ingenting", sikker="ja").status_code == 403
    for below in ("", "/kvittering", "/rapport.csv"):
        assert berit.get(f"/nb/innsending/{id}{below}").status_code == 404
    for below in ("/send", "/trekk-tilbake"):
        assert posted(berit, f"/nb/innsending/{id}{below}").status_code == 404
    assert len(sent(there)) == 1 and sent(there, Expected("11F", Period(2026), BERGEN)) == ()
