"""What can go wrong, in words that the person who meets it can act on."""

from dataclasses import dataclass


class TimelineError(Exception):
    """The root of every error that a person may be shown as it stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong with a record.

    `path` names the field from the record's root (`citations[2].asserted_date`), `value` is what stood
    there (shortened by whoever shows it), `message` says what is wrong, and `cure` what to write instead.
    `only_for_publishing` tells what a draft may do without: something is missing or does not fit yet.
    """

    path: str
    value: str
    message: str
    cure: str = ""
    only_for_publishing: bool = False

    def __str__(self) -> str:
        """Give the problem as one line."""
        shown = self.value if len(self.value) <= 80 else self.value[:79] + "…"
        found = f" (found “{shown}”)" if shown else ""
        cure = f" {self.cure}" if self.cure else ""
        return f"{self.path}: {self.message}{found}.{cure}"


class InvalidRecordError(TimelineError):
    """A record breaks one or more rules; all of them are listed in `problems`."""

    def __init__(self, kind: str, record_id: str, problems: tuple[Problem, ...]) -> None:
        self.kind = kind
        self.record_id = record_id
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"The {kind} “{record_id}” has {count}:\n{lines}")


class InvalidRecordsError(TimelineError):
    """Several records were to be kept together, and some break rules; `records` says which and how."""

    def __init__(self, records: tuple[InvalidRecordError, ...]) -> None:
        self.records = records
        count = "1 record" if len(records) == 1 else f"{len(records)} records"
        lines = "\n".join(str(record) for record in records)
        super().__init__(f"Nothing was kept, because {count} cannot be kept as they stand:\n{lines}")


class NotFoundError(TimelineError):
    """No record of this kind has this id."""

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind = kind
        self.record_id = record_id
        super().__init__(f"There is no {kind} with the id “{record_id}”.")


class MovedError(TimelineError):
    """The record was renamed or merged; `to` is the id at which it lives now."""

    def __init__(self, kind: str, record_id: str, to: str) -> None:
        self.kind = kind
        self.record_id = record_id
        self.to = to
        super().__init__(f"The {kind} “{record_id}” is now found at “{to}”.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stale:
    """A record that somebody saved after the version that a change starts from."""

    kind: str
    record_id: str
    base_version: int
    version: int


class ConflictError(TimelineError):
    """Somebody saved the record after the version that this change starts from.

    `stale` lists all such records, where several were to be saved together.
    """

    def __init__(
        self, kind: str, record_id: str, *, base_version: int, version: int, more: tuple[Stale, ...] = ()
    ) -> None:
        self.kind = kind
        self.record_id = record_id
        self.base_version = base_version
        self.version = version
        first = Stale(kind=kind, record_id=record_id, base_version=base_version, version=version)
        self.stale = (first, *more)
        others = ", ".join(f"the {stale.kind} “{stale.record_id}”" for stale in more[:10])
        rest = f" and {len(more) - 10} more" if len(more) > 10 else ""
        also = f" So it is with {others}{rest}." if more else ""
        super().__init__(
            f"The {kind} “{record_id}” is at version {version}, and this change starts from version "
            f"{base_version}.{also} Look at what was saved in between and make the change again on top of it."
        )


def conflict_of(stale: tuple[Stale, ...]) -> ConflictError:
    """Make the error that tells of these stale records; there is at least one."""
    first, *more = stale
    return ConflictError(
        first.kind,
        first.record_id,
        base_version=first.base_version,
        version=first.version,
        more=tuple(more),
    )


class NotAllowedError(TimelineError):
    """A person may not do this; the text says who may, and what to do instead."""


class InvalidAccountError(TimelineError):
    """What is asked of an account, a token or a rule of the house cannot be; `problems` say what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InvalidReportError(TimelineError):
    """What is said of a reader's report cannot be; `problems` name the fields and the cure."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class TooManyReportsError(TimelineError):
    """So many reports came lately that no more is taken before `seconds` have passed."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Too many reports came lately. Try again in {-(-seconds // 60)} minutes.")


class InvalidReleaseError(TimelineError):
    """What is asked of a release cannot be; the text says why, and what to do instead."""


class BusyError(TimelineError):
    """What is asked for takes a while to make, and so many wait for such things that no more can."""

    def __init__(self) -> None:
        super().__init__("It takes a while to make, or others wait for the like. Ask again in a minute.")


class MissingExtraError(TimelineError):
    """A format needs a package that is not installed here; `extra` brings it."""

    def __init__(self, file_name: str, *, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{file_name} cannot be written here, because a package that it needs is not installed. Whoever"
            f' runs this archive adds it with: pip install "timeline[{extra}]"'
        )


class SettingError(TimelineError):
    """A setting in the environment cannot be used."""


class BadRequestError(TimelineError):
    """An address asks for something that cannot be; `problems` name the parameters and the cure."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, kw_only=True, slots=True)
class FileProblem:
    """One thing that is wrong with a file: where, what, and what to do.

    `row` counts as a spreadsheet does: the header is row 1; 0 stands for the file as a whole.
    """

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    message: str
    cure: str = ""

    def __str__(self) -> str:
        """Give the problem as one line."""
        where = self.file
        if self.row:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}"
        return str(Problem(path=where, value=self.value, message=self.message, cure=self.cure))


class InvalidFileError(TimelineError):
    """A file or package cannot be taken in; `problems` lists what is wrong, `more` counts the rest."""

    def __init__(self, name: str, problems: tuple[FileProblem, ...], more: int = 0) -> None:
        self.name = name
        self.problems = problems
        self.more = more
        count = len(problems) + more
        head = "1 problem" if count == 1 else f"{count} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        rest = f"\n  … and {more} more." if more else ""
        super().__init__(f"{name} was not taken in, and nothing was changed; it has {head}:\n{lines}{rest}")
