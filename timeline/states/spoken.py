"""The words of answers, from a catalogue: English as it stands here, other languages by their translations.

Each phrase stands in the catalogue under "answer"; `{where}` is a phrase with a space before it, or empty.
"""

from functools import cache

from timeline.languages.catalogue import Catalogue, catalogue
from timeline.languages.lists import either, every
from timeline.states.history import FlagKind
from timeline.states.phrases import Phrases

_HIDDEN = "The record does not say what the rule was on {day}{where}"

_PHRASES = {
    "quoted": "“{text}”",
    "everywhere": "everywhere",
    "where": " in {place}",
    "no_date": "without a date",
    "since": "{state}, since {date} ({event})",
    "after_change": "{state}, after a change dated {date} ({event})",
    "after_undated": "{state}, after a change whose date is not known ({event})",
    "as_announced": "{state}, as announced for {date} ({event})",
    "as_said": "{state}, as said in {event} ({date})",
    "state": "On {day}{where} the answer was {options}.",
    "suspended": "On {day}{where} the rule was suspended ({event}, {date}); beneath lay {options}.",
    "suspended_meanwhile": (
        "On {day}{where} the rule was suspended ({event}, {date}) and {state} held meanwhile; "
        "beneath lay {options}."
    ),
    "changing_from_to": "On {day}{where} the answer was changing from {before} to {after}: {why}.",
    "changing_among": "On {day}{where} the answer was {states}, which of them is not certain: {why}.",
    "changing_or_none": "On {day}{where} the answer may already have been {states}: {why}.",
    "changing_undecided": (
        "On {day}{where} the answer was {states}: the record does not say in which order {events} came."
    ),
    "no_rule": "no rule",
    "changing_suspension": (
        "On {day}{where} the answer was {options}, but the rule may have been suspended: {why}."
    ),
    "changing_claim": "On {day}{where} the answer was {states}, perhaps already disputed: {why}.",
    "uncertain_change": "{event} is dated {date}, and this day lies within that",
    "uncertain_changes": "{events}, and this day lies within their dates",
    "disputed": "On {day}{where} the answer was disputed: {sides}.",
    "against": " against ",
    "one_account": "; the record has no other account for this day",
    "side": "{state} ({accounts})",
    "account": "{event}, {date}",
    "other_side": "the account of {sources}",
    "other_side_instead": "the account of {sources}, by which {states} may still have held",
    "no_change": "The record has no change of this policy{where}.",
    "unknown": f"{_HIDDEN}.",
    "before_first": f"{_HIDDEN}: the first change that it has is dated {{date}} ({{event}}).",
    "before_first_stated": (
        f"{_HIDDEN}: the first change that it has is dated {{date}} ({{event}}); "
        "a source says that {state} went before."
    ),
    "ended": f"{_HIDDEN}: the rule was ended ({{event}}, {{date}}), and nothing is recorded since.",
    "ended_until": (
        f"{_HIDDEN}: the rule was ended ({{event}}, {{date}}), and nothing is recorded until {{until}}."
    ),
    "start_unknown": f"{_HIDDEN}: {{states}} is known from {{event}} ({{date}}), and not since when.",
    "own_rule_over": "{place} has a rule of its own; {wider} the answer was {states}.",
    "inherited": "The record has no rule of its own for {place} on that day; this is the rule {wider}.",
    "announced": "Announced and not yet in effect: {state}, for {date} ({event}).",
    "announced_undated": "Announced, without a date on which it takes effect: {state} ({event}).",
    "elsewhere": "Changes of their own are recorded for {places}.",
    "beyond": "The record is complete to {until}; it ends before {day}, and later changes may be missing.",
    "suspension": "The rule was suspended: {event}, {date}.",
    "suspension_perhaps": "The rule may have been suspended: {event}, {date}.",
}
_FLAGS: dict[FlagKind, str] = {
    "stated-from": "A source says that {expected} went before; by the record it was {found}.",
    "clarified-otherwise": "It says that the rule is {expected} already; by the record it was {found}.",
    "already-so": "It sets {expected}, which by the record was in effect already.",
    "same-as-inherited": "It sets {expected}, which by the record already held there as a wider rule.",
    "introduced-again": "It introduces {expected}; by the record {found} was in effect.",
    "changed-before-introduced": "It changes the rule before {expected} was introduced.",
    "nothing-to-end": "It ends the rule; by the record there was none.",
    "nothing-to-suspend": "It suspends the rule; by the record there was none.",
    "suspended-twice": "It suspends the rule; by the record it was suspended already.",
    "nothing-to-resume": "It lifts a suspension; by the record there was none.",
    "resumed-otherwise": "It says that {expected} comes back; by the record {found} lay beneath.",
    "effective-before-announced": "It takes effect before the day on which it was announced.",
    "without-date": "It has no date, so that any day may be before it or after it.",
    "no-such-state": "The policy has no state {expected}.",
}


@cache
def phrases(code: str) -> Phrases:
    """Give the phrases of a language; raises ValueError for one of which there is no catalogue."""
    return phrases_of(catalogue(code))


def phrases_of(words: Catalogue) -> Phrases:
    """Make the phrases of answers from a catalogue."""

    def say(text: str) -> str:
        return words.pgettext("answer", text)

    return Phrases(
        language=words.code,
        either=lambda items: either(items, words),
        every=lambda items: every(items, words),
        flags={kind: say(text) for kind, text in _FLAGS.items()},
        **{name: say(text) for name, text in _PHRASES.items()},
    )
