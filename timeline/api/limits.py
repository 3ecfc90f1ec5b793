"""How often the API may be asked from one address.

The counts are kept in the memory of the process, as those of sign-ins are.
"""

import math
import time
from typing import Final

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from timeline.api.problems import ApiError

_EXTENSION: Final = "timeline.api-limits"
_WINDOW: Final = 60
#: Writing takes the one lock that all writers share, so that it is held to fewer requests.
_WRITES_OF: Final = 5


def init_limits(app: Flask, a_minute: int) -> None:
    """Let an application count what the API is asked; with 0 it counts nothing."""
    app.extensions[_EXTENSION] = (FixedWindowRateLimiter(MemoryStorage()), a_minute)


def count_request() -> None:
    """Count this request; raises ApiError where there were too many."""
    limiter, a_minute = current_app.extensions[_EXTENSION]
    if not a_minute:
        return
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    limit = RateLimitItemPerMinute(a_minute if reads else max(1, a_minute // _WRITES_OF))
    key = f"{'reads' if reads else 'writes'} {request.remote_addr or 'unknown'}"
    is_within = limiter.hit(limit, key)
    stats = limiter.get_window_stats(limit, key)
    seconds = max(1, math.ceil(stats.reset_time - time.time()))
    g.rate_limit = {
        "RateLimit-Limit": str(limit.amount),
        "RateLimit-Remaining": str(stats.remaining),
        "RateLimit-Reset": str(seconds),
        "RateLimit-Policy": f"{limit.amount};w={_WINDOW}",
    }
    if not is_within:
        raise ApiError(
            429,
            f"More than {limit.amount} such requests came within a minute.",
            cure=f"Wait {seconds} seconds. For the whole record at once there is /download.",
            headers={"Retry-After": str(seconds)},
        )


def with_limits(response: Response) -> Response:
    """Let an answer tell how many requests are left."""
    response.headers.update(g.get("rate_limit", {}))
    return response
