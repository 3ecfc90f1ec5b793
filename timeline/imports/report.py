"""The list of what is wrong with a file, bounded in length."""

from timeline.errors import FileProblem, InvalidFileError

MOST = 500


class Report:
    """Collect problems in the order in which they are found; past MOST they are counted only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._problems: list[FileProblem] = []
        self._more = 0

    def add(self, problem: FileProblem) -> None:
        """Take one problem."""
        if len(self._problems) < MOST:
            self._problems.append(problem)
        else:
            self._more += 1

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not self._problems

    def has(self, file: str, row: int, column: str) -> bool:
        """Tell whether this cell has a problem already."""
        return any((p.file, p.row, p.column) == (file, row, column) for p in self._problems)

    def raise_if_any(self) -> None:
        """Raise InvalidFileError if anything was found."""
        if self._problems:
            ordered = sorted(self._problems, key=lambda p: (p.file, p.row))
            raise InvalidFileError(self.name, tuple(ordered), self._more)
