"""Answers in words: one sentence for an answer, and what else there is to say about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.dates.words import the_date as date_behind
from timeline.dates.words import words as date_words
from timeline.states.answer import Answer, OpenClaim, Option
from timeline.states.change import Change, days_of
from timeline.states.history import Flag
from timeline.states.phrases import Phrases
from timeline.states.spoken import phrases as _phrases


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """The names behind keys and ids; whatever has none is shown by its key."""

    states: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def sentence(answer: Answer, labels: Labels, language: str = "en") -> str:
    """Say the answer in one sentence. `language` is the code of a catalogue."""
    said = _Said(labels, _phrases(language))
    match answer.kind:
        case "state":
            return said.state(answer)
        case "changing":
            return said.changing(answer)
        case "disputed":
            return said.disputed(answer)
        case _:
            return said.unknown(answer)


def remarks(answer: Answer, labels: Labels, language: str = "en") -> tuple[str, ...]:
    """Say what else bears on the answer, a sentence each: the wider rule, announcements, the record's end."""
    return tuple(_Said(labels, _phrases(language)).remarks(answer))


def beyond(answer: Answer, language: str = "en") -> str:
    """Say that the record ends before the day of the answer; empty if it does not."""
    phrases = _phrases(language)
    if answer.complete_to is None or not answer.is_beyond:
        return ""
    until = date_words(parse(answer.complete_to.isoformat()), language)
    return phrases.beyond.format(until=until, day=date_words(parse(answer.day.isoformat()), language))


def flag_sentence(flag: Flag, labels: Labels, language: str = "en") -> str:
    """Say what is wrong or odd with a change."""
    said = _Said(labels, _phrases(language))
    return said.phrases.flags[flag.kind].format(
        expected=said.label(flag.expected), found=said.either(flag.found) or "—"
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """Answers as one language says them, with the names of one record."""

    labels: Labels
    phrases: Phrases

    def label(self, state: str) -> str:
        return self.phrases.quoted.format(text=self.labels.states.get(state, state))

    def event(self, change: Change) -> str:
        return self.phrases.quoted.format(text=self.labels.events.get(change.event, change.event))

    def date(self, date: Edtf | None) -> str:
        return self.phrases.no_date if date is None else date_words(date, self.phrases.language)

    def the_date(self, date: Edtf | None) -> str:
        return self.phrases.no_date if date is None else date_behind(date, self.phrases.language)

    def either(self, states: Sequence[str]) -> str:
        named = [self.label(state) for state in dict.fromkeys(states) if state]
        return self.phrases.either(named) if named else ""

    def place(self, place: str) -> str:
        return self.labels.places.get(place, place)

    def where(self, place: str) -> str:
        return self.phrases.where.format(place=self.place(place)) if place else ""

    def wider(self, place: str) -> str:
        return self.where(place).strip() or self.phrases.everywhere

    def frame(self, answer: Answer) -> dict[str, str]:
        day = date_words(parse(answer.day.isoformat()), self.phrases.language)
        return {"day": day, "where": self.where(answer.place)}

    def change(self, change: Change) -> dict[str, str]:
        return {
            "event": self.event(change),
            "date": self.date(change.takes_effect),
            "the_date": self.the_date(change.takes_effect),
        }

    def option(self, option: Option) -> str:
        change = option.change
        pattern = self.phrases.since
        if change.takes_effect is None:
            pattern = self.phrases.after_undated
        elif change.action == "announced":
            pattern = self.phrases.as_announced
        elif change.action == "clarified":
            pattern = self.phrases.as_said
        elif change.takes_effect.kind != "point":
            pattern = self.phrases.after_change
        return pattern.format(state=self.label(option.state), **self.change(change))

    def options(self, answer: Answer) -> str:
        """Name the options, a state that several changes made by the first of them."""
        first = {option.state: option for option in reversed(answer.options)}
        ordered = [option for option in answer.options if first[option.state] is option]
        return self.phrases.either([self.option(option) for option in ordered])

    def state(self, answer: Answer) -> str:
        frame = self.frame(answer)
        if answer.suspension is None:
            if not answer.options:
                claimed = self.either([each.claim.state for each in answer.claims])
                return self.phrases.state.format(**frame, options=claimed)
            return self.phrases.state.format(**frame, options=self.options(answer))
        change = answer.suspension.change
        beneath = {option.state for option in answer.options}
        pattern = self.phrases.suspended
        if change.state and change.state not in beneath:
            pattern = self.phrases.suspended_meanwhile
        return pattern.format(
            **frame, **self.change(change), state=self.label(change.state), options=self.options(answer)
        )

    def changing(self, answer: Answer) -> str:
        frame, phrases = self.frame(answer), self.phrases
        unsure = [option for option in answer.options if _is_within(option.change, answer)]
        settled = [option for option in answer.options if option not in unsure]
        made = [option.change for option in unsure]
        made += [each.claim.change for each in answer.claims if not each.sure]
        states = list(dict.fromkeys(option.state for option in answer.options))
        if not made and len(states) == 1 and not answer.may_be_none and answer.suspension is not None:
            why = self.why([answer.suspension.change])
            return phrases.changing_suspension.format(**frame, options=self.options(answer), why=why)
        if not made:
            return self.undecided(answer)
        why = self.why(made)
        if answer.may_be_none:
            return phrases.changing_or_none.format(**frame, states=self.either(answer.states), why=why)
        if len(states) == 1:
            return phrases.changing_claim.format(**frame, states=self.either(states), why=why)
        if len(settled) == 1 and len(unsure) == 1:
            before, after = self.label(settled[0].state), self.label(unsure[0].state)
            return phrases.changing_from_to.format(**frame, before=before, after=after, why=why)
        return phrases.changing_among.format(**frame, states=self.either(answer.states), why=why)

    def undecided(self, answer: Answer) -> str:
        """Say that all changes have come, and that their order is not known."""
        changes = [option.change for option in answer.options]
        named = [self.label(state) for state in answer.states]
        if answer.may_be_none:
            named.append(self.phrases.no_rule)
            changes += answer.ends
        return self.phrases.changing_undecided.format(
            **self.frame(answer), states=self.phrases.either(named), events=self.dated(changes)
        )

    def dated(self, changes: Sequence[Change]) -> str:
        events = [f"{self.event(change)} ({self.date(change.takes_effect)})" for change in changes]
        return self.phrases.every(list(dict.fromkeys(events)))

    def why(self, changes: Sequence[Change]) -> str:
        if len(changes) == 1:
            return self.phrases.uncertain_change.format(**self.change(changes[0]))
        return self.phrases.uncertain_changes.format(events=self.dated(changes))

    def disputed(self, answer: Answer) -> str:
        accounts: dict[str, list[str]] = {}
        for option in answer.options:
            accounts.setdefault(option.state, []).append(self.account(option.change))
        for each in answer.claims:
            accounts.setdefault(each.claim.state, []).append(self.account(each.claim.change))
        sides = [
            self.phrases.side.format(state=self.label(state), accounts="; ".join(dict.fromkeys(made)))
            for state, made in accounts.items()
        ]
        sides += [self.other_side(each) for each in answer.claims if each.claim.change.disputed_by]
        said = self.phrases.against.join(dict.fromkeys(sides))
        if len(sides) == 1:
            said += self.phrases.one_account
        return self.phrases.disputed.format(**self.frame(answer), sides=said)

    def account(self, change: Change) -> str:
        return self.phrases.account.format(**self.change(change))

    def other_side(self, each: OpenClaim) -> str:
        claim, phrases = each.claim, self.phrases
        sources = phrases.every([self.labels.sources.get(s, s) for s in claim.change.disputed_by])
        pattern = phrases.other_side_instead if claim.against else phrases.other_side
        return pattern.format(sources=sources, states=self.either(claim.against))

    def unknown(self, answer: Answer) -> str:
        frame, phrases = self.frame(answer), self.phrases
        match answer.reason:
            case "start-unknown":
                change = answer.changes[0]
                states = self.either(answer.states)
                return phrases.start_unknown.format(**frame, **self.change(change), states=states)
            case "ended":
                until = self.date(answer.next.takes_effect) if answer.next else ""
                pattern = phrases.ended_until if answer.next else phrases.ended
                return pattern.format(**frame, **self.change(answer.ends[-1]), until=until)
            case "before-first" if answer.next is not None:
                stated = answer.next.stated_from
                pattern = phrases.before_first_stated if stated else phrases.before_first
                return pattern.format(**frame, **self.change(answer.next), state=self.label(stated))
            case "no-change":
                return phrases.no_change.format(**frame)
            case _:
                return phrases.unknown.format(**frame)

    def remarks(self, answer: Answer) -> Iterator[str]:
        phrases = self.phrases
        if answer.suspension is not None and answer.kind not in {"state", "changing"}:
            pattern = phrases.suspension if answer.suspension.sure else phrases.suspension_perhaps
            yield pattern.format(**self.change(answer.suspension.change))
        if answer.inherited is not None and answer.inherited.kind != "unknown":
            yield phrases.own_rule_over.format(
                place=self.place(answer.place),
                wider=self.wider(answer.inherited.place),
                states=self.either(answer.inherited.states),
            )
        elif answer.is_inherited:
            yield phrases.inherited.format(
                place=self.place(answer.place), wider=self.wider(answer.rule_of or "")
            )
        for change in answer.announced:
            pattern = phrases.announced if change.effective is not None else phrases.announced_undated
            yield pattern.format(state=self.label(change.state), **self.change(change))
        if answer.elsewhere:
            yield phrases.elsewhere.format(
                places=phrases.every([self.place(place) for place in answer.elsewhere])
            )
        last = beyond(answer, phrases.language)
        if last:
            yield last


def _is_within(change: Change, answer: Answer) -> bool:
    """Tell whether the day of an answer lies within the bounds of an uncertain date."""
    first, last = days_of(change.takes_effect)
    return first <= answer.day.toordinal() < last
