"""Several processes as one: started, started again when they die, and stopped in good order. They end when the one who started them does.

Each child is a program of its own, with nothing shared but what it is handed. One that refuses its settings is not tried again, and ends
the others, unless they can do without it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from kostra.cli.parser import WRONG_USE
from kostra.model.errors import Broken, Refused

PATIENCE = 25.0
"""Seconds the children get to end in."""
_SETTLED = 5.0
"""One that has lived so long is started again at once."""
_LONGEST_WAIT = 10.0
_TICK = 0.1


@dataclass(frozen=True, slots=True)
class Child:
    """A command of ours, without `kostra` itself. `inherited` are open files that it is handed, by number. One that is `beside` the others
    never ends them: whatever it dies of, it is started again."""

    command: Sequence[str]
    inherited: tuple[int, ...] = ()
    beside: bool = False


@dataclass(slots=True)
class _Running:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again: float = 0.0
    wait: float = 0.2
    starts: int = 0


@dataclass(slots=True)
class Supervisor:
    """`watch` is called about once a second, for what else is to be kept going."""

    children: Sequence[Child]
    environment: Mapping[str, str]
    watch: Callable[[], None] = field(default=lambda: None)
    stopping: int = 0

    def run(self) -> int:
        """Until it is told to stop, or until a child refuses its settings. The answer is the exit status."""
        running = [_Running(child) for child in self.children]
        alive, held = os.pipe()
        with self._told_to_stop():
            try:
                return self._keep(running, alive)
            finally:
                self._end(running)
                os.close(held)
                os.close(alive)

    def _keep(self, running: list[_Running], alive: int) -> int:
        watched = time.monotonic()
        while not self.stopping:
            for one in running:
                status = self._look_after(one, alive)
                # One that has run before has nothing wrong with its settings; then it is the moment that is bad.
                if status == WRONG_USE and one.starts == 1 and not one.child.beside:
                    return WRONG_USE
            if time.monotonic() - watched >= 1:
                self._watch()
                watched = time.monotonic()
            time.sleep(_TICK)
        return 0

    def _watch(self) -> None:
        """What cannot be kept going just now is tried again, and the children are not stopped for it."""
        try:
            self.watch()
        except (Refused, Broken) as error:
            print(f"kostra: {error}", file=sys.stderr, flush=True)

    def _look_after(self, one: _Running, alive: int) -> int | None:
        """Starts it when it is time. The status when it has just ended."""
        now = time.monotonic()
        if one.process is None:
            if now >= one.again:
                one.process, one.started = self._start(one.child, alive), now
                one.starts += 1
            return None
        status = one.process.poll()
        if status is None:
            return None
        one.process = None
        one.wait = 0.2 if now - one.started > _SETTLED else min(2 * one.wait, _LONGEST_WAIT)
        one.again = now + one.wait
        return status

    def _start(self, child: Child, alive: int) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl+C comes to us alone."""
        command = [sys.executable, "-m", "kostra", *child.command, "--alive", str(alive)]
        return subprocess.Popen(
            command, pass_fds=(alive, *child.inherited), env=dict(self.environment), start_new_session=True
        )

    def _end(self, running: list[_Running]) -> None:
        living = [one.process for one in running if one.process is not None]
        for process in living:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in living:
            try:
                # Told twice, we wait no longer.
                while process.poll() is None and time.monotonic() < until and self.stopping < 2:
                    time.sleep(_TICK / 4)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()

    @contextmanager
    def _told_to_stop(self) -> Iterator[None]:
        def stop(number: int, frame: object) -> None:
            self.stopping += 1

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def end_with(alive: int) -> None:
    """In a child: ends this process when the supervisor has ended, however it did. The pipe it held open is then closed."""

    def wait() -> None:
        with suppress(OSError):
            os.read(alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)

    threading.Thread(target=wait, name="alive", daemon=True).start()
