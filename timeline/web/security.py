"""The headers that every answer carries."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A page for a frame may be shown anywhere, and has no script at all. The policy goes by the address and not
# by the view, since an answer without a body (304) must carry the same one.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace("script-src 'self'; ", "")
_FOR_FRAMES = ("embed.show",)


def init_security(app: Flask) -> None:
    """Let every answer of an application carry the headers."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    policy = FRAMED if request.endpoint in _FOR_FRAMES else POLICY
    response.headers.setdefault("Content-Security-Policy", policy)
    # For browsers that do not know `frame-ancestors`; what may be framed says so in its own policy.
    if "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]:
        response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    return response
