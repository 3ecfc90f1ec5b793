"""The list of what is wrong with a file, bounded in length and in the length of each line."""

from dataclasses import replace

from timeline.errors import FileProblem, InvalidFileError

MOST = 1_000
MOST_OF_A_FILE = 200
_SHOWN = 100
_SENTENCE = 2_000


class Report:
    """Collect problems in the order in which they are found; past a limit they are counted only.

    One file cannot crowd out the others: each has a limit of its own besides.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._problems: list[FileProblem] = []
        self._in_file: dict[str, int] = {}
        self._more = 0

    def add(self, problem: FileProblem) -> None:
        """Take one problem."""
        if not self.takes(problem.file):
            self._more += 1
            return
        self._in_file[problem.file] = self._in_file.get(problem.file, 0) + 1
        self._problems.append(
            replace(
                problem,
                file=_shown(problem.file),
                column=_shown(problem.column),
                value=_shown(problem.value),
                message=_shown(problem.message, _SENTENCE),
                cure=_shown(problem.cure, _SENTENCE),
            )
        )

    def takes(self, file: str) -> bool:
        """Tell whether a further problem of this file would be listed, and not only counted."""
        return len(self._problems) < MOST and self._in_file.get(file, 0) < MOST_OF_A_FILE

    def count(self, number: int) -> None:
        """Count problems that are not listed."""
        self._more += number

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not self._problems

    @property
    def places(self) -> frozenset[tuple[str, int, str]]:
        """Give the file, row and column of everything listed."""
        return frozenset((problem.file, problem.row, problem.column) for problem in self._problems)

    def raise_if_any(self) -> None:
        """Raise InvalidFileError if anything was found."""
        if self._problems:
            ordered = sorted(self._problems, key=lambda problem: (problem.file, problem.row))
            raise InvalidFileError(self.name, tuple(ordered), self._more)


def _shown(text: str, longest: int = _SHOWN) -> str:
    """Make a text fit to be shown in one line of a terminal: short, and without control characters."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        sign if sign.isprintable() else {"\n": "⏎"}.get(sign, "\N{REPLACEMENT CHARACTER}") for sign in short
    )
