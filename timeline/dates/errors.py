"""The one error that a date can raise."""

SHOWN = 60


class DateError(ValueError):
    """A text that is not a date, with a message that says what to write instead."""

    def __init__(self, text: str, message: str) -> None:
        super().__init__(message)
        self.text = text
        self.message = message

    def __reduce__(self) -> tuple[type["DateError"], tuple[str, str]]:
        return type(self), (self.text, self.message)


def shown(text: str) -> str:
    """Quote a text for a message: one line, visible characters only, shortened."""
    visible = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text[:SHOWN])
    return f"“{visible}…”" if len(text) > SHOWN else f"“{visible}”"
