"""The three families of errors.

A *finding* is about the data: a value (`kostra.model.finding`), never raised. *Refused* is about the asker: they may not, or not now,
or the question has no answer; its sentence is written for them, in bokmål. *Broken* is ours: it stops and alerts. Neither ever holds a
record's content.
"""

import errno

_SYSTEM = {
    errno.ENOENT: "filen eller mappen finnes ikke",
    errno.EACCES: "du har ikke tilgang",
    errno.EPERM: "du har ikke tilgang",
    errno.EISDIR: "det er en mappe, ikke en fil",
    errno.ENOTDIR: "en del av stien er en fil, ikke en mappe",
    errno.EROFS: "disken kan bare leses",
    errno.ENOSPC: "disken er full",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.EADDRNOTAVAIL: "maskinen har ikke den adressen",
}


def system_said(error: OSError) -> str:
    """Why the machine would not, in bokmål; in its own words when the reason is a rare one."""
    return _SYSTEM.get(error.errno or 0) or error.strerror or str(error)


class Refused(Exception):
    """The asker may not do this, or asks for something that does not exist. The message says what to do instead."""

    exit_code = 3

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Missing(Refused):
    """What was asked for is not there, or is not for the asker to know of. The web answers 404."""


class Conflict(Refused):
    """It is there, but somebody else changed it first, or it has come too far for this. The web answers 409."""


class Broken(Exception):
    """Something of ours is wrong. Never caught in order to go on."""


class ContentError(Broken):
    """A content file (a form, a code list, a region file) does not say something valid."""

    def __init__(self, path: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}. {remedy}")
        self.path = path
        self.line = line
        self.problem = problem
        self.remedy = remedy


class Undated(Broken):
    """A dated value was asked for a year it says nothing about."""
