"""Passwords and random secrets: how they are made, kept and judged. Nothing here is ever written to a log."""

import hashlib
import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from timeline.common_passwords import COMMON
from timeline.errors import Problem

LEAST_LENGTH: Final = 12
GREATEST_LENGTH: Final = 200
_LEET: Final = str.maketrans("013457@$!", "oleastasi")
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_CURE: Final = "Four or five words that have nothing to do with each other make a good one."

HASHER: Final = PasswordHasher()


def new_secret() -> str:
    """Make a secret that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of_secret(secret: str) -> str:
    """Give what is kept of a random secret; as it is random and long, a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of_password(password: str) -> str:
    """Give what is kept of a password: an Argon2id hash with its own salt and parameters."""
    return HASHER.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept, in the same time where none is kept at all."""
    if len(password) > GREATEST_LENGTH:
        return False
    try:
        HASHER.verify(kept or _hash_of_nothing(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than would be used today."""
    return HASHER.check_needs_rehash(kept)


def password_problems(password: str, *, about: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """List what is wrong with a new password; `about` are the person's names, which it must not be.

    The problems never repeat the password.
    """
    if len(password) < LEAST_LENGTH:
        return _problem(f"is shorter than {LEAST_LENGTH} characters", _CURE)
    if len(password) > GREATEST_LENGTH:
        return _problem(f"is longer than {GREATEST_LENGTH} characters", "Take a shorter one.")
    if any(not sign.isprintable() for sign in password):
        return _problem("has a character in it that cannot be seen", "Type it anew instead of pasting it.")
    folded = password.casefold()
    if any(_is_mostly(folded, name) for name in about):
        return _problem("is made of your own name", f"Leave your names out of it. {_CURE}")
    if len(set(folded)) < 5 or _is_common(folded):
        return _problem("is one of those that are tried first", _CURE)
    return ()


def _problem(message: str, cure: str) -> tuple[Problem, ...]:
    return (Problem(path="password", value="", message=message, cure=cure),)


def _is_mostly(password: str, name: str) -> bool:
    """Tell whether little of a password is left without a name in it."""
    parts = [part for part in name.casefold().replace("@", " ").replace("-", " ").split() if len(part) > 2]
    rest = password
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return len(rest) < len(password) and len(_letters(rest)) < 5


def _is_common(password: str) -> bool:
    """Tell whether a password is a common one, or such words and runs of keys one after another."""
    return any(
        len(_letters(_without_common(spelled))) < 4
        and len(_without_common(spelled)) < LEAST_LENGTH - LEAST_LENGTH // 3
        for spelled in (password, password.translate(_LEET))
    )


def _without_common(password: str) -> str:
    rest = password
    for word in _common_longest_first():
        rest = rest.replace(word, "")
    for run in _RUNS:
        for length in range(len(run), 2, -1):
            for start in range(len(run) - length + 1):
                piece = run[start : start + length]
                rest = rest.replace(piece, "").replace(piece[::-1], "")
    return rest


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


@cache
def _common_longest_first() -> tuple[str, ...]:
    return tuple(sorted(COMMON, key=lambda word: (-len(word), word)))


@cache
def _hash_of_nothing() -> str:
    return HASHER.hash(new_secret())
