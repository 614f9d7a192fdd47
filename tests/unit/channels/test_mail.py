"""Letters as files, and over the wire to a mail server that is not always in the mood."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from kostra.app.ports.mail import NotSent
from kostra.channels.mail import SENDER, FileMailer, SmtpMailer, mailer, message, smtp
from kostra.followup.letters import Letter
from kostra.model.errors import Refused
from kostra.model.text import Language

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
LETTER = Letter(
    "abc",
    "110300",
    ("a@kommune.no", "b@kommune.no"),
    Language.NYNORSK,
    "Purring på æ, ø\r\nBcc: x@y.no",
    "Hei,\n\nÅ.\n",
    NOW,
    NOW,
)


def read(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_letter_is_a_file_that_a_mail_program_opens(tmp_path: Path) -> None:
    mailer({}, tmp_path).send(LETTER)
    (path,) = (tmp_path / "outbox").iterdir()
    found = read(path.read_bytes())
    assert path.name == "abc.eml" and found["From"] == SENDER and found["To"] == "a@kommune.no, b@kommune.no"
    assert found.get_content() == "Hei,\n\nÅ.\n" and found["Content-Language"] == "nn"


def test_a_subject_cannot_bring_headers_of_its_own() -> None:
    made = message(LETTER, SENDER)
    assert made["Subject"] == "Purring på æ, ø Bcc: x@y.no" and made["Bcc"] is None


def test_the_same_letter_is_the_same_file_and_has_the_same_message_id(tmp_path: Path) -> None:
    files = FileMailer(tmp_path, SENDER)
    files.send(LETTER)
    files.send(LETTER)
    assert [path.name for path in tmp_path.iterdir()] == ["abc.eml"]
    assert message(LETTER, SENDER)["Message-ID"] == message(LETTER, SENDER)["Message-ID"] == "<abc@localhost>"


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(NotSent) as failed:
        FileMailer(tmp_path / "taken", SENDER).send(LETTER)
    assert not failed.value.for_good


@contextmanager
def server(rcpt: str = "250 ok", data: str = "250 ok") -> Iterator[tuple[int, list[bytes]]]:
    """A mail server that answers as told, for one connection."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as heard:
                say(connection, "220 test")
                for line in heard:
                    word = line[:4].upper()
                    if word == b"QUIT":
                        say(connection, "221 bye")
                        return
                    if word == b"DATA":
                        say(connection, "354 go")
                        taken.append(b"".join(iter(heard.readline, b".\r\n")))
                        say(connection, data)
                    else:
                        say(connection, rcpt if word == b"RCPT" else "250 ok")

        def say(connection: socket.socket, said: str) -> None:
            connection.sendall(said.encode() + b"\r\n")

        running = threading.Thread(target=serve, daemon=True)
        running.start()
        yield listening.getsockname()[1], taken
        running.join(5)


def over(port: int) -> SmtpMailer:
    return smtp(f"smtp://127.0.0.1:{port}", "KOSTRA <kostra@ssb.example>")


def test_a_letter_goes_to_the_server() -> None:
    with server() as (port, taken):
        over(port).send(LETTER)
    found = read(taken[0])
    assert found["Message-ID"] == "<abc@ssb.example>" and "Å." in found.get_content()


@pytest.mark.parametrize(("rcpt", "for_good"), [("550 no such user", True), ("451 later", False)])
def test_an_address_that_is_not_taken(rcpt: str, for_good: bool) -> None:
    with server(rcpt=rcpt) as (port, taken), pytest.raises(NotSent) as failed:
        over(port).send(LETTER)
    assert failed.value.for_good is for_good and taken == []
    assert str(failed.value) == f"E-posttjeneren tok ikke imot brevet (svar {rcpt[:3]})."


def test_a_server_that_says_no_to_the_letter_is_not_repeated() -> None:
    with server(data="554 5.7.1 a secret it was sent") as (port, _), pytest.raises(NotSent) as failed:
        over(port).send(LETTER)
    assert "secret" not in str(failed.value) and "554" in str(failed.value)


def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(NotSent) as failed:
        over(port).send(LETTER)
    assert not failed.value.for_good and "svarer ikke" in str(failed.value)


def test_the_address_of_a_server() -> None:
    found = smtp("smtps://kari%40ssb:p%3Ass@post.eksempel.no", SENDER)
    assert (found.secure, found.host, found.port) == ("smtps", "post.eksempel.no", 465)
    assert (found.user, found.password) == ("kari@ssb", "p:ss")
    assert smtp("smtp+starttls://post.eksempel.no:2525", SENDER).port == 2525


@pytest.mark.parametrize("address", ["post.eksempel.no", "http://post.eksempel.no", "smtp://", "smtp://a:b"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="KOSTRA_MAIL_SMTP"):
        smtp(address, SENDER)


def test_what_is_set_decides_and_the_demo_never_sends(tmp_path: Path) -> None:
    given = {"KOSTRA_MAIL_SMTP": "smtp://post.eksempel.no", "KOSTRA_MAIL_FROM": "KOSTRA <kostra@ssb.example>"}
    assert isinstance(mailer(given, tmp_path), SmtpMailer)
    assert isinstance(mailer(given, tmp_path, demo=True), FileMailer)
    with pytest.raises(Refused, match="KOSTRA_MAIL_FROM"):
        mailer({"KOSTRA_MAIL_SMTP": "smtp://post.eksempel.no"}, tmp_path)
    with pytest.raises(Refused, match="e-postadresse"):
        mailer({"KOSTRA_MAIL_FROM": "ingen"}, tmp_path)
