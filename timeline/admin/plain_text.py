"""Files of plain text, and nothing else under its name: what a file is, its first bytes tell."""

from typing import Final

from timeline.errors import Problem

MOST_BYTES: Final = 1_500_000
_PASTE: Final = "Open it, copy its text, and paste that below."
#: The first bytes of files that are no plain text, whatever they are called.
_OTHERS: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file"),
    (b"{\\rtf", "a file of formatted text (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_PAGES: Final = ("<!doctype html", "<html", "<?xml")


def read_plain_text(data: bytes, field: str) -> tuple[str, tuple[Problem, ...]]:
    """Give the text of a file, or what is wrong with it; `field` is where it was given."""
    if not data.strip():
        return "", (_problem(field, "is empty", "Choose a file of plain text, or paste the text."),)
    if len(data) > MOST_BYTES:
        cure = "Keep the part that is quoted from."
        return "", (_problem(field, f"is longer than {MOST_BYTES / 1_000_000} million bytes", cure),)
    what = next((name for begins, name in _OTHERS if data.startswith(begins)), "")
    if what:
        return "", (_problem(field, f"is {what} and no plain text", _PASTE),)
    text = _decoded(data)
    if text is None:
        return "", (_problem(field, "is no plain text that can be read", f"Save it as UTF-8. {_PASTE}"),)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    message = _fault(plain)
    return ("", (_problem(field, message, _PASTE),)) if message else (plain, ())


def _fault(text: str) -> str:
    if text.lstrip().casefold().startswith(_PAGES):
        return "is the source of a web page"
    wrong = next((sign for sign in text if _is_control(sign)), "")
    return f"holds the control character U+{ord(wrong):04X}, so it is no plain text" if wrong else ""


def _decoded(data: bytes) -> str | None:
    codes = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    return None


def _is_control(sign: str) -> bool:
    return (ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0


def _problem(field: str, message: str, cure: str) -> Problem:
    return Problem(path=field, value="", message=message, cure=cure)
