"""Which disagreements are asked for: the filter that the list, the matrix and the download share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from timeline import vocab
from timeline.disagreement.statement import Disagreement
from timeline.errors import BadRequestError, Problem
from timeline.languages.catalogue import N_
from timeline.languages.message import message
from timeline.parameters import unknown_parameters
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.references import RecordKey
from timeline.records.validate import is_id

FOUND: Final[Mapping[str, str]] = {
    "archive": N_("Written down by the archive"),
    "computed": N_("Found by computing"),
}
MOST_VALUES = 20
PARAMETERS = ("kind", "source", "touches", "status", "found")

_CODED: Final[Mapping[str, Sequence[str]]] = {
    "kind": tuple(vocab.QUESTION_KINDS),
    "status": tuple(vocab.QUESTION_STATUSES),
    "found": tuple(FOUND),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A choice of disagreements. Values of one field are alternatives; different fields narrow together.

    `kind`, `status` and `found` hold terms, `source` ids, `touches` records written `kind:id`.
    """

    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give the filter as the parameters of an address, in one order."""
        return tuple((name, value) for name in PARAMETERS for value in sorted(getattr(self, name)))

    @property
    def is_empty(self) -> bool:
        """Tell whether every disagreement is asked for."""
        return not self.parameters()

    def values(self, name: str) -> tuple[str, ...]:
        """Give the values asked for under one name."""
        given: tuple[str, ...] = getattr(self, name)
        return given

    def named(self) -> Iterator[tuple[str, RecordKey]]:
        """Yield the records that are asked for, each under the name of the parameter that does."""
        yield from (("source", ("source", source)) for source in self.source)
        for touched in self.touches:
            kind, _, record_id = touched.partition(":")
            yield "touches", (kind, record_id)

    def without(self, name: str, value: str) -> "Asked":
        """Give the filter less one of its parameters."""
        return replace(self, **{name: tuple(item for item in self.values(name) if item != value)})

    def meets(self, found: Disagreement, *, but: str = "") -> bool:
        """Tell whether a disagreement is within the filter, or within all of it but one name."""
        return all(
            name == but or not self.values(name) or set(self.values(name)) & set(values_of(found, name))
            for name in PARAMETERS
        )


def values_of(found: Disagreement, name: str) -> tuple[str, ...]:
    """List the values that a disagreement has under one name of the filter."""
    match name:
        case "kind":
            return (found.kind,)
        case "source":
            return found.sources
        case "touches":
            return tuple(f"{kind}:{record_id}" for kind, record_id in found.touches)
        case "status":
            return (found.status,)
        case _:
            return ("computed" if found.computed else "archive",)


def select(every: Iterable[Disagreement], asked: Asked) -> tuple[Disagreement, ...]:
    """Select what is within the filter."""
    return tuple(found for found in every if asked.meets(found))


def counts(every: Sequence[Disagreement], asked: Asked, name: str) -> Mapping[str, int]:
    """Count, for each value under one name, what there is of it within the rest of the filter."""
    within = (found for found in every if asked.meets(found, but=name))
    return Counter(value for found in within for value in dict.fromkeys(values_of(found, name)))


def parse_asked(parameters: Mapping[str, Sequence[str]], *, also: Sequence[str] = ()) -> Asked:
    """Read the filter from the parameters of an address.

    Raises BadRequestError with everything that is wrong; `also` names further parameters that the page
    knows. Empty values are passed over, as a form sends them.
    """
    problems = [*unknown_parameters(parameters, (*PARAMETERS, *also))]
    given = {
        name: tuple(dict.fromkeys(value for value in values if value))
        for name, values in parameters.items()
        if name in PARAMETERS
    }
    for name, values in given.items():
        problems += _problems_of(name, values)
    if problems:
        raise BadRequestError(tuple(problems))
    return Asked(**given)


def _problems_of(name: str, values: tuple[str, ...]) -> Iterator[Problem]:
    if len(values) > MOST_VALUES:
        yield Problem(
            path=name,
            value=", ".join(values[:3]),
            message=message("is given too often"),
            cure=message("Give it {count} times at most.", count=MOST_VALUES),
        )
        return
    for value in values:
        cure = _cure(name, value)
        if cure:
            shown = "".join(
                letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value
            )
            yield Problem(path=name, value=shown, message=message("cannot be asked for"), cure=cure)


def _cure(name: str, value: str) -> str:
    if name in _CODED:
        cure = message("Write one of: {choices}.", choices=", ".join(_CODED[name]))
        return "" if value in _CODED[name] else cure
    if name == "source":
        cure = message("Write the id of a source; it stands at the end of its page's address.")
        return "" if is_id(value) else cure
    kind, _, record_id = value.partition(":")
    if kind in CLASS_OF_KIND and is_id(record_id):
        return ""
    return message("Write the kind and the id of a record, such as event:first-activation.")
