"""Letters out of the house: as files in a folder, or by SMTP.

Files are the default, so that nothing is ever sent to anybody by mistake. Neither writes what a letter says to a log, and an answer from a
mail server is reduced to its number: it may repeat what it was sent.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kostra.app.ports.mail import NotSent
from kostra.followup.letters import Letter
from kostra.model.errors import Refused, system_said

SENDER = "KOSTRA sosial <kostra@localhost>"
_PATIENCE = 10.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class FileMailer:
    """One .eml file for each letter. Sending it again writes the same file again."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        path = self.folder / f"{letter.id}.eml"
        half = path.with_suffix(".half")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.write_bytes(bytes(message(letter, self.sender)))
            half.replace(path)
        except OSError as error:
            raise NotSent(system_said(error)) from error


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """A mail server. `secure` is how it is spoken to: `smtps` from the first byte, `smtp+starttls` after a word, `smtp` in the open."""

    secure: str
    host: str
    port: int
    user: str | None
    password: str | None
    sender: str

    def send(self, letter: Letter) -> None:
        written = message(letter, self.sender)
        try:
            with self._connected() as server:
                server.send_message(written)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent(_numbered(max(codes, default=0)), for_good=all(code >= 500 for code in codes)) from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(_numbered(error.smtp_code)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"E-posttjeneren svarer ikke ({type(error).__name__}).") from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        if self.secure == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE)
        with server:
            if self.secure == "smtp+starttls":
                server.starttls(context=context)
            if self.user is not None:
                server.login(self.user, self.password or "")
            yield server


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as mail. Its id is the message id, so that the same letter is known again."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = ", ".join(letter.to)
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(letter.made)
    made["Message-ID"] = f"<{letter.id}@{_domain(sender)}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    made["Content-Language"] = str(letter.language)
    return made


def smtp(address: str, sender: str) -> SmtpMailer:
    """From `smtps://user:password@host:port`, as in KOSTRA_MAIL_SMTP."""
    try:
        read = urlsplit(address)
        port = read.port
    except ValueError:
        read, port = urlsplit(""), None
    if read.scheme not in _PORTS or not read.hostname:
        raise Refused(
            "KOSTRA_MAIL_SMTP er ikke en adresse til en e-posttjener. Skriv for eksempel smtps://bruker:passord@post.eksempel.no:465, "
            "eller smtp+starttls:// eller smtp:// foran."
        )
    return SmtpMailer(
        secure=read.scheme,
        host=read.hostname,
        port=port or _PORTS[read.scheme],
        user=None if read.username is None else unquote(read.username),
        password=None if read.password is None else unquote(read.password),
        sender=sender,
    )


def mailer(given: Mapping[str, str], data: Path, *, demo: bool = False) -> FileMailer | SmtpMailer:
    """By what is set: KOSTRA_MAIL_SMTP says where letters go, and without it, and always in the demo, they are files under `data`."""
    sender = given.get("KOSTRA_MAIL_FROM", SENDER)
    if "@" not in parseaddr(sender)[1]:
        raise Refused(f"KOSTRA_MAIL_FROM er «{sender}». Skriv en e-postadresse: KOSTRA <kostra@eksempel.no>.")
    address = given.get("KOSTRA_MAIL_SMTP")
    if address is None or demo:
        return FileMailer(data / "outbox", sender)
    if "KOSTRA_MAIL_FROM" not in given:
        raise Refused("Brev sendes med KOSTRA_MAIL_SMTP, men avsenderen mangler. Sett KOSTRA_MAIL_FROM.")
    return smtp(address, sender)


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


def _numbered(code: int) -> str:
    return f"E-posttjeneren tok ikke imot brevet (svar {code})."
