"""Records that are drafted in passing, as far as they are known: from a name, from references."""

from dataclasses import dataclass, field
from typing import Any, Final

from timeline.admin.forms.layout import QUICK, label_of
from timeline.admin.forms.tree import Tree, blank_tree, compacted, put, tree_of
from timeline.admin.keeping import keep_quick
from timeline.admin.permission import current_person
from timeline.admin.typed_form import missing_names, read_form
from timeline.bibliography.pasted import read_pasted
from timeline.errors import InvalidRecordError
from timeline.queries.type_ahead import labels_of, suggest
from timeline.records.event import Citation
from timeline.records.fields import Ref
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.source import Source
from timeline.serving import reading, writing

#: The field of each kind that is its name.
NAMES: Final = {"source": "title", "actor": "name", "place": "name", "topic": "label"}
#: So many references of one paste are drafted; more are a bibliography, which is imported.
MOST_PASTED: Final = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafts:
    """What was drafted and what was there already, as kind and id, and what could not be drafted."""

    made: list[tuple[str, str]] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Say what was done."""
        names = ", ".join(f"the {kind} “{slug}”" for kind, slug in self.made)
        said = [f"Drafted: {names}. Complete what is missing under its own address."] if self.made else []
        if self.known:
            here = ", ".join(f"“{slug}”" for _, slug in self.known)
            said.append(f"Here already: {here}.")
        return " ".join([*said, *self.problems])


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One reference that was pasted: the texts of a form for it, and the id of the source if it is here.

    `left` tells what of it was not understood.
    """

    tree: Tree
    known: str
    left: tuple[str, ...]


def read_reference(text: str) -> Reference | Drafts:
    """Read what was pasted: one reference fills a form in, several are drafted as they stand."""
    pasted = read_pasted(text)
    if len(pasted.drafts) != 1:
        return draft_sources(text)
    (draft,) = pasted.drafts
    left = (f"{found.path}: {found.value} {found.message}" for found in draft.problems if found.value)
    return Reference(tree=tree_of(draft.source), known=find_known(draft.source), left=tuple(left))


def fill_in(tree: Tree, reference: Reference) -> tuple[str, ...]:
    """Fill the form of a new source in from a reference; list the fields that differ and stay as typed."""
    typed, blank = compacted(Source, tree), compacted(Source, blank_tree(Source))
    kept = []
    for name, value in reference.tree.items():
        if name == "id" or value == blank[name]:
            continue
        if typed[name] == blank[name]:
            tree[name] = value
        elif typed[name] != value:
            kept.append(label_of(Source, name))
    return tuple(kept)


def draft_sources(text: str) -> Drafts:
    """Draft the sources of a pasted text, those that are not there yet; nothing is drafted twice."""
    pasted, done = read_pasted(text), Drafts()
    if not pasted.drafts:
        done.problems.append(f"What you pasted {pasted.problems[0].message}. {pasted.problems[0].cure}")
    for draft in pasted.drafts[:MOST_PASTED]:
        known = find_known(draft.source)
        if known:
            done.known.append(("source", known))
        else:
            _draft(done, "source", {**tree_of(draft.source), "id": ""}, draft.source.title)
    if len(pasted.drafts) > MOST_PASTED:
        done.problems.append(f"Only the first {MOST_PASTED} references were taken; paste the rest after.")
    return done


def cite_pasted(tree: Tree, text: str) -> Drafts:
    """Cite in the form of an event what was pasted, for those who have no script."""
    done = draft_sources(text)
    blank = blank_tree(Citation)
    cited = [{**blank, "source": slug} for _, slug in (*done.known, *done.made)]
    if cited:
        tree["citations"] = [row for row in tree["citations"] if row != blank] + cited
    return done


def draft_names(kind: str, tree: Tree) -> Drafts:
    """Draft the records that are named in a form and are not there, and put their ids in it."""
    done = Drafts()
    ids: dict[tuple[str, str], str] = {}
    for path, mark, named, text in missing_names(reading(), CLASS_OF_KIND[kind], tree):
        if named not in QUICK:
            continue
        key = (named, text.casefold())
        if key not in ids:
            fields = {**blank_tree(CLASS_OF_KIND[named]), NAMES[named]: text}
            ids[key] = _draft(done, named, fields, text)
        if ids[key]:
            put(tree, path, ids[key] if isinstance(mark, Ref) else f"{named}:{ids[key]}")
    return done


def find_known(source: Source) -> str:
    """Find the source that a pasted text names, by its address or its exact title; empty if there is none."""
    for text in (source.url, source.title):
        for found in suggest(reading(), "source", text) if text else ():
            if _is_same(source, found.id):
                return found.id
    return ""


def _is_same(source: Source, slug: str) -> bool:
    stored = labels_of(reading(), [("source", slug)])["source", slug]
    return bool(source.title) and stored.label.casefold() == source.title.casefold()


def _draft(done: Drafts, kind: str, tree: dict[str, Any], name: str) -> str:
    """Keep a draft and give its id; empty where it cannot be kept."""
    drafted = read_form(reading(), kind, tree, record_id="")
    try:
        with writing() as session:
            keep_quick(session, drafted.record, who=current_person(), is_complete=not drafted.lacking)
    except InvalidRecordError as error:
        wrong = "; ".join(str(problem) for problem in error.problems)
        done.problems.append(f"The {kind} “{name}” cannot be drafted: {wrong}.")
        return ""
    done.made.append((kind, drafted.record.id))
    return drafted.record.id
