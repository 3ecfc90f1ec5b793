"""What kind of work it is, in the terms of CSL, BibTeX and RIS: one line for each of our types.

A type that shares its name in a format with others is told apart there by a second field: by
`entrysubtype` in BibTeX, and by the words of its genre in CSL and RIS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from timeline.vocab import SOURCE_TYPES


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One type of ours and its names elsewhere; `bibtex_subtype` and `ris_label` tell it from others."""

    key: str
    csl: str
    bibtex: str
    bibtex_subtype: str = ""
    ris: str
    ris_label: str = ""
    zotero: str

    @property
    def csl_label(self) -> str:
        """The genre that marks it in CSL, which has no type for it."""
        return self.ris_label if self.csl == "document" and self.key != "document" else ""


def _kind(key: str, bibtex: str, ris: str, zotero: str, *, subtype: str = "", label: str = "") -> Kind:
    csl = SOURCE_TYPES[key].meaning.removeprefix("CSL type ").partition(",")[0].partition(":")[0].rstrip(".")
    return Kind(
        key=key, csl=csl, bibtex=bibtex, bibtex_subtype=subtype, ris=ris, ris_label=label, zotero=zotero
    )


#: The type that others fall back on stands first among those that share a name.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            _kind("article-journal", "article", "JOUR", "journalArticle"),
            _kind("article-magazine", "article", "MGZN", "magazineArticle", subtype="magazine"),
            _kind("article-newspaper", "article", "NEWS", "newspaperArticle", subtype="newspaper"),
            _kind("legislation", "legislation", "STAT", "statute"),
            _kind("bill", "legislation", "BILL", "bill", subtype="bill"),
            _kind("book", "book", "BOOK", "book"),
            _kind("chapter", "incollection", "CHAP", "bookSection"),
            _kind("dataset", "dataset", "DATA", "dataset"),
            _kind("document", "misc", "GEN", "document"),
            _kind("broadcast", "misc", "GEN", "tvBroadcast", subtype="broadcast", label="Broadcast"),
            _kind("hearing", "misc", "HEAR", "hearing", subtype="hearing"),
            _kind("interview", "misc", "GEN", "interview", subtype="interview", label="Interview"),
            _kind("map", "misc", "MAP", "map", subtype="map"),
            _kind("press-release", "misc", "GEN", "document", subtype="press release", label="Press release"),
            _kind("speech", "misc", "GEN", "presentation", subtype="speech", label="Speech"),
            _kind("legal-case", "jurisdiction", "CASE", "case"),
            _kind("manuscript", "unpublished", "UNPB", "manuscript"),
            _kind("motion-picture", "movie", "MPCT", "film"),
            _kind("pamphlet", "booklet", "PAMP", "document"),
            _kind("paper-conference", "inproceedings", "CPAPER", "conferencePaper"),
            _kind("personal-communication", "letter", "PCOMM", "letter"),
            _kind("webpage", "online", "ELEC", "webpage"),
            _kind("post-weblog", "online", "BLOG", "blogPost", subtype="blog"),
            _kind("regulation", "legal", "LEGAL", "statute", subtype="regulation"),
            _kind("treaty", "legal", "LEGAL", "statute", subtype="treaty", label="Treaty"),
            _kind("report", "techreport", "RPRT", "report"),
            _kind("thesis", "phdthesis", "THES", "thesis"),
        )
    }
)

#: Names that others write and we do not, with the type of ours that is meant.
_CSL_ALIASES: Final = {
    "article": "manuscript", "classic": "book", "collection": "book", "entry": "chapter",
    "entry-dictionary": "chapter", "entry-encyclopedia": "chapter", "periodical": "book", "post": "webpage",
    "review": "article-journal", "review-book": "article-journal",
}  # fmt: skip
_BIBTEX_ALIASES: Final = {
    "bookinbook": "chapter", "collection": "book", "conference": "paper-conference", "data": "dataset",
    "electronic": "webpage", "inbook": "chapter", "incollection": "chapter", "inreference": "chapter",
    "manual": "report", "mastersthesis": "thesis", "mvbook": "book", "mvcollection": "book",
    "newspaper": "article-newspaper", "patent": "document", "periodical": "book", "proceedings": "book",
    "report": "report", "statute": "legislation", "suppbook": "chapter", "suppperiodical": "article-journal",
    "thesis": "thesis", "video": "motion-picture", "www": "webpage",
}  # fmt: skip
_RIS_ALIASES: Final = {
    "ABST": "article-journal", "CONF": "paper-conference", "DBASE": "dataset", "DICT": "chapter",
    "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ENCYC": "chapter",
    "GOVDOC": "report", "ICOMM": "personal-communication", "INPR": "article-journal",
    "JFULL": "article-journal", "MANSCPT": "manuscript", "VIDEO": "motion-picture",
}  # fmt: skip


def kind_of_csl(name: str, genre: str = "") -> tuple[str, str] | None:
    """Find our type for a type of CSL, and what of the genre is left; None where we have none."""
    if name == "document":
        labelled = {kind.csl_label.lower(): kind for kind in KINDS.values() if kind.csl_label}
        return _labelled(labelled, genre, KINDS["document"])
    found = next((kind.key for kind in KINDS.values() if kind.csl == name), _CSL_ALIASES.get(name))
    return None if found is None else (found, genre)


def kind_of_bibtex(name: str, subtype: str = "") -> str | None:
    """Find our type for an entry type of BibTeX or BibLaTeX; None for one that we have no type for."""
    named = [kind for kind in KINDS.values() if kind.bibtex == name]
    exact = [kind.key for kind in named if kind.bibtex_subtype == subtype.lower()]
    if exact:
        return exact[0]
    return named[0].key if named else _BIBTEX_ALIASES.get(name)


def kind_of_ris(name: str, genre: str = "") -> tuple[str, str] | None:
    """Find our type for a type of RIS, and what of the genre is left; None where we have none."""
    named = [kind for kind in KINDS.values() if kind.ris == name]
    if not named:
        found = _RIS_ALIASES.get(name)
        return None if found is None else (found, genre)
    return _labelled({kind.ris_label.lower(): kind for kind in named if kind.ris_label}, genre, named[0])


def with_label(label: str, genre: str) -> str:
    """Put the label of a type before the genre of a work."""
    return ": ".join(filter(None, (label, genre)))


def _labelled(labelled: Mapping[str, Kind], genre: str, otherwise: Kind) -> tuple[str, str]:
    label, _, rest = genre.partition(":")
    found = labelled.get(label.strip().lower())
    return (otherwise.key, genre) if found is None else (found.key, rest.strip())
