"""How often a password may be tried: from one address, and for one account.

The counts are kept in the memory of the process. `timeline serve` is one process; where several serve one
site, each counts for itself, so that the limits are multiplied by their number.
"""

import math
import time
from typing import Final

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FROM_ADDRESS: Final = parse("30 per 15 minutes")
FOR_ACCOUNT: Final = parse("10 per 15 minutes")
_EXTENSION: Final = "timeline.attempts"
_LONGEST_KEY: Final = 200


def init_attempts(app: Flask) -> None:
    """Let an application count the passwords that are tried."""
    app.extensions[_EXTENSION] = MovingWindowRateLimiter(MemoryStorage())


def seconds_to_wait(called: str) -> int:
    """Count one attempt to sign in; give how long to wait before the next where there were too many."""
    limiter: MovingWindowRateLimiter = current_app.extensions[_EXTENSION]
    waits = [_wait(limiter, limit, key) for limit, key in _limits(called) if not limiter.hit(limit, key)]
    return max(waits, default=0)


def forget_account(called: str) -> None:
    """Begin to count anew for an account whose password was right."""
    limiter: MovingWindowRateLimiter = current_app.extensions[_EXTENSION]
    _, (limit, key) = _limits(called)
    limiter.clear(limit, key)


def _limits(called: str) -> tuple[tuple[RateLimitItem, str], tuple[RateLimitItem, str]]:
    account = called.strip().casefold()[:_LONGEST_KEY]
    address = request.remote_addr or "unknown"
    return (FROM_ADDRESS, f"sign-in from {address}"), (FOR_ACCOUNT, f"sign-in as {account}")


def _wait(limiter: MovingWindowRateLimiter, limit: RateLimitItem, key: str) -> int:
    reset = limiter.get_window_stats(limit, key).reset_time
    return max(1, math.ceil(reset - time.time()))
