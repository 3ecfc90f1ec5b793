"""The controlled vocabularies: each value that a coded field may hold, its label and its meaning.

Pages show the label, the data dictionary prints the meaning, validation accepts the keys alone.
The order of a vocabulary is the order in which a person is offered its terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    label: str
    meaning: str


def _terms(**terms: tuple[str, str]) -> Mapping[str, Term]:
    return MappingProxyType({key.replace("_", "-"): Term(*term) for key, term in terms.items()})


EVENT_KINDS: Final = _terms(
    announcement=("Announcement", "A public body says what it will do or has done."),
    activation=("Activation", "A programme starts, or starts in more places."),
    guidance=("Guidance", "A memorandum, manual or other internal rule of an agency."),
    reform=("Reform", "A programme's rule, form, procedure or safeguard is changed."),
    agreement=("Agreement", "An agreement between governments is made, left or ended."),
    local_action=("Local action", "A resolution or decision of a state, county or city."),
    correspondence=("Correspondence", "A letter, an e-mail or an internal memo to a named reader."),
    statement=("Statement", "Something said at a press conference, to a reporter or in public."),
    publication=("Publication", "A work is published, revised or corrected."),
    statistics=(
        "Statistics",
        "Figures are released, or a period that figures count begins or ends.",
    ),
    information_request=(
        "Access to documents",
        "A request or suit for documents, or their release.",
    ),
    litigation=("Litigation", "A case is filed, heard or decided."),
    legislation=("Legislation", "A bill takes a step, or a law or regulation is made."),
    advisory=("Advisory body", "A task force or committee is created, meets or reports."),
    practice=("Practice", "A way of doing things that a source reports, often without a date."),
    forecast=("Forecast", "A date by which somebody expects something."),
)

DATE_ROLES: Final = _terms(
    announced=("Announced", "The day it was made public."),
    signed=("Signed", "The day it was signed."),
    written=("Written", "The day that the document itself bears."),
    sent=("Sent", "The day it was sent."),
    published=("Published", "The day it was published."),
    revised=("Revised", "The day of a revision or correction."),
    effective=("Effective", "The first day on which it had effect."),
    started=("Started", "The day on which it began."),
    ended=("Ended", "The last day on which it had effect, or on which it took place."),
    decided=("Decided", "The day of a decision or judgment."),
    filed=("Filed", "The day it was filed with a court or an agency."),
    covers=("Covers", "The period that the statement or the figures are about."),
    due=("Due", "The day by which it is expected."),
)

DATE_BASES: Final = _terms(
    stated=("Stated", "A cited source gives this date."),
    inferred=("Inferred", "The archive derived it from what cited sources say; the note says how."),
    unknown=("Unknown", "No cited source gives a date or a bound."),
)

SIGNIFICANCE: Final[Mapping[int, Term]] = MappingProxyType(
    {
        1: Term("Landmark", "Carries the story; shown first."),
        2: Term("Main event", "Part of the story."),
        3: Term("Detail", "Completes the record."),
    }
)

STANCES: Final = _terms(
    supports=("Supports", "The source says that this is so."),
    disputes=("Disputes", "The source says otherwise."),
    mentions=("Mentions", "The source speaks of it without taking a side."),
)

ACTOR_KINDS: Final = _terms(
    person=("Person", "One human being."),
    agency=("Agency", "An executive body of a government, or part of one."),
    government=("Government", "A state, county, city or nation acting as one."),
    legislature=("Legislature", "A law-making body, or a chamber or committee of one."),
    court=("Court", "A court of law."),
    advisory_body=("Advisory body", "A task force or committee that advises."),
    organisation=("Organisation", "A body outside government."),
    publisher=("Press", "A newspaper, magazine or other publisher."),
)

ACTOR_ROLES: Final = _terms(
    author=("Author", "Wrote it."),
    issuer=("Issuer", "Issued it in its name."),
    publisher=("Publisher", "Published it."),
    speaker=("Speaker", "Said it."),
    sender=("Sender", "Sent it."),
    recipient=("Recipient", "It was addressed to them."),
    decider=("Decider", "Took the decision."),
    participant=("Participant", "Took part."),
    partner=("Partner", "Was the other side of an agreement or project."),
    requester=("Requester", "Asked for documents or information."),
    plaintiff=("Plaintiff", "Brought the case."),
    defendant=("Defendant", "Was sued."),
    leader=("Leader", "Headed it."),
    subject=("Subject", "It is about them."),
)

PLACE_KINDS: Final = _terms(
    nation=("Nation", "A country."),
    state=("State", "A state or province of a country."),
    district=("Federal district", "A district under a national government, such as a capital."),
    territory=("Territory", "A territory of a country that is not a state."),
    region=("Region", "Several places together, without a government of their own."),
    county=("County", "A county, parish or borough."),
    city=("City", "A city or town."),
)

RELATIONS: Final = _terms(
    responds_to=("Responds to", "Was done because of the other, or answers it."),
    corrects=("Corrects", "Puts right what the other said."),
    contradicts=("Contradicts", "Says or does the opposite of the other."),
    implements=("Implements", "Carries out what the other decided."),
    supersedes=("Supersedes", "Takes the place of the other."),
    amends=("Amends", "Changes part of the other."),
    part_of=("Part of", "Is one step or part of the other."),
    cites=("Cites", "Names the other as its ground or evidence."),
    reports_on=("Reports on", "Describes the other."),
    follows=("Follows", "Is the next step after the other."),
)

INVERSE_RELATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "responds-to": "Answered by",
        "corrects": "Corrected by",
        "contradicts": "Contradicted by",
        "implements": "Implemented by",
        "supersedes": "Superseded by",
        "amends": "Amended by",
        "part-of": "Includes",
        "cites": "Cited by",
        "reports-on": "Reported by",
        "follows": "Followed by",
    }
)

POLICY_ACTIONS: Final = _terms(
    introduced=("Introduced", "The rule came into being."),
    clarified=("Clarified", "The rule was said again or explained, without a change claimed."),
    changed=("Changed", "The rule became another."),
    suspended=("Suspended", "The rule was set aside for a time; what lay beneath comes back."),
    resumed=("Resumed", "A suspension was lifted."),
    ended=("Ended", "The rule ceased."),
    announced=("Announced", "The change was made known; it takes effect on its effective date."),
    disputed=("Disputed", "Somebody holds that the rule is this, against others."),
)

SOURCE_TYPES: Final = _terms(
    article_journal=("Journal article", "CSL type article-journal."),
    article_magazine=("Magazine article", "CSL type article-magazine."),
    article_newspaper=("Newspaper article", "CSL type article-newspaper."),
    bill=("Bill", "CSL type bill."),
    book=("Book", "CSL type book."),
    broadcast=("Broadcast", "CSL type broadcast."),
    chapter=("Chapter", "CSL type chapter: part of a book."),
    dataset=("Statistics", "CSL type dataset."),
    document=("Document", "CSL type document: what has no better type."),
    hearing=("Hearing", "CSL type hearing."),
    interview=("Interview", "CSL type interview."),
    legal_case=("Legal case", "CSL type legal_case."),
    legislation=("Law", "CSL type legislation."),
    manuscript=("Manuscript", "CSL type manuscript: unpublished."),
    map=("Map", "CSL type map."),
    motion_picture=("Film or video", "CSL type motion_picture."),
    pamphlet=("Pamphlet or fact sheet", "CSL type pamphlet."),
    paper_conference=("Conference paper", "CSL type paper-conference."),
    personal_communication=("Letter, memo or e-mail", "CSL type personal_communication."),
    post_weblog=("Blog post", "CSL type post-weblog."),
    press_release=("Press release", "CSL type document, genre press release."),
    regulation=("Regulation", "CSL type regulation."),
    report=("Report", "CSL type report."),
    speech=("Speech or press conference", "CSL type speech."),
    thesis=("Thesis", "CSL type thesis."),
    treaty=("Treaty", "CSL type treaty."),
    webpage=("Web page", "CSL type webpage."),
)

CREATOR_ROLES: Final = _terms(
    author=("Author", "CSL author."),
    editor=("Editor", "CSL editor."),
    recipient=("Recipient", "CSL recipient."),
    contributor=("Contributor", "CSL contributor: prepared or signed it."),
)

ACCESS: Final = _terms(
    open=("Open", "Anybody may read it."),
    restricted=("Restricted", "It can be read under conditions."),
    offline=("Offline", "It is on paper or in an archive."),
    unknown=("Not known", "The archive does not know whether it can still be read."),
)

CONSULTED: Final = _terms(
    yes=("Read", "The archive has read the work itself."),
    no=("Known from a citation", "The archive knows the work from the documents that name it."),
)

SERIES_MEASURES: Final = _terms(
    count=("Count", "A number of things."),
    cumulative_count=(
        "Cumulative count",
        "A number of things since a start; it should never fall.",
    ),
    share=("Share", "A percentage of a whole."),
    change=("Change", "A difference or percentage change between two periods."),
    cumulative_decrease=(
        "Decrease of a cumulative count",
        "By how much, in its unit or in percent, a number of things since a start went down.",
    ),
    limit=("Limit", "A number that a rule sets."),
)

QUALIFIERS: Final = _terms(
    exactly=("exactly", "The source gives the number without a qualifier."),
    about=("about", "The source gives an approximate number."),
    more_than=("more than", "The number is a lower bound that is not reached."),
    at_least=("at least", "The number is a lower bound."),
    less_than=("less than", "The number is an upper bound that is not reached."),
    at_most=("at most", "The number is an upper bound."),
)

QUESTION_KINDS: Final = _terms(
    date=("Date", "When something happened."),
    number=("Number", "How many."),
    definition=("Definition", "What a term covers."),
    actor=("Actor", "Who did it, or who is responsible."),
    meaning=("Meaning", "What it meant, or how it is to be judged."),
    rule=("Rule", "What the rule was."),
    fact=("Fact", "Whether, where or how something happened."),
    identity=("Identity", "What a document or body is called, or whether two are the same."),
)

QUESTION_STATUSES: Final = _terms(
    open=("Open", "The archive follows no answer."),
    settled=("Settled", "The archive follows one answer and says why."),
)

STATUSES: Final = _terms(
    draft=("Draft", "Being written; not public."),
    review=("In review", "Waiting for a second person; not public."),
    published=("Published", "Public."),
    withdrawn=("Withdrawn", "Taken back; its history stays."),
)

CHANGES: Final = _terms(
    new=("New", "The record is new."),
    update=("Update", "The sources have more."),
    correction=("Correction", "The record was wrong."),
    editorial=("Editorial", "Wording only."),
    withdrawal=("Withdrawal", "The record is taken back."),
)

HOUSE_ACTS: Final = _terms(
    person_added=("Person added", "Somebody may work here."),
    person_changed=("Name or address changed", "A person's name or e-mail address is another."),
    role_changed=("Role changed", "What somebody may do is another."),
    person_disabled=("Person disabled", "Somebody may sign in no more."),
    person_enabled=("Person enabled", "Somebody may sign in again."),
    link_made=("Link made", "A link by which somebody chooses a password."),
    password_set=("Password set", "A person's password is another."),
    token_made=("Token made", "A program may act for somebody."),
    token_revoked=("Token revoked", "A program may act for somebody no more."),
    setting_changed=("Setting changed", "A rule of the house is another."),
    release_made=("Release made", "The record was frozen to be cited."),
    doi_noted=("DOI noted", "The DOI of a release is another."),
    signed_in=("Signed in", "Somebody signed in."),
    sign_in_failed=("Sign-in failed", "A password was not the right one."),
)

PROPOSAL_CHANGES: Final[Mapping[str, Term]] = MappingProxyType(
    {change: CHANGES[change] for change in ("update", "correction", "editorial")}
)

PROPOSAL_STATES: Final = _terms(
    open=("Being written", "Its author has not submitted it yet."),
    review=("In review", "Waits for a second person."),
    returned=("Returned", "Went back to its author with a reason."),
    accepted=("Accepted", "Published."),
    withdrawn=("Withdrawn", "Given up."),
)

CHANNELS: Final = _terms(
    admin=("Curation screens", "Through the curation screens."),
    cli=("Command line", "Through the command line."),
    api=("API", "Through the programming interface."),
    **{"import": ("Import", "Through an import of a file or a data package.")},
)

LINK_OUTCOMES: Final = _terms(
    answers=("Answers", "The address gave a page."),
    moved=("Answers elsewhere", "The address leads to another, which gave a page."),
    refused=("Refused", "The address did not let the archive in."),
    gone=("Gone", "There is no such page any more."),
    failed=("Failed", "The server said that something is wrong with it."),
    unreachable=("Unreachable", "Nobody answered."),
)

REPORT_STATES: Final = _terms(
    new=("New", "Nobody has looked into it."),
    accepted=("Accepted", "It was right, and the record was changed or will be."),
    declined=("Declined", "The record stays as it is; the answer says why."),
    spam=("Spam", "It has nothing to do with the record."),
)
