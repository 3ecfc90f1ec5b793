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
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


def init_security(app: Flask) -> None:
    """Let every answer of an application carry the headers."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    headers = response.headers
    there = {name.lower() for name, _ in headers}  # To ask for each would go through all of them each time.
    if "content-security-policy" not in there:
        headers.add("Content-Security-Policy", FRAMED if request.endpoint in _FOR_FRAMES else POLICY)
    # For browsers that do not know `frame-ancestors`; what may be framed says so in its own policy.
    is_framed = "frame-ancestors 'none'" not in headers["Content-Security-Policy"]
    if not is_framed and "x-frame-options" not in there:
        headers.add("X-Frame-Options", "DENY")
    for name, value in _ALWAYS:
        if name.lower() not in there:
            headers.add(name, value)
    return response
