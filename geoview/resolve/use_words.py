"""The words that tell a mention's use: lists in ``data/*.txt`` with their inflections, and small classes of words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


def _set(words_: str) -> frozenset[str]:
    return frozenset(words_.split())


DETERMINERS = _set("the a an this that these those another every each some any no his her its their our my your")
LOCATIVE = _set(
    "in at near inside outside across around round through throughout within into onto via off above below beyond "
    "past toward towards along beside under beneath upon amid among behind opposite aboard"
)
PREPOSITIONS = LOCATIVE | _set(
    "of to from with without by for on over against between about after before since until till like unlike "
    "despite during than up down out per concerning regarding including versus vs v"
)
CONJUNCTIONS = _set(
    "and but or nor that as while when whenever if because after before since until where which what whether than "
    "so though although how why unless once yet both neither either"
)
_PRONOUNS = _set(
    "i he she it we they you who whom whose him them us me himself herself itself themselves there here one ones"
)
BE = _set("is are was were be been being am isn't aren't wasn't weren't 're")
AUXILIARIES = _set(
    "will would shall should must may might can could cannot did does do has have had need ought won't wouldn't "
    "didn't doesn't don't hasn't haven't hadn't can't couldn't shouldn't won’t wouldn’t didn’t doesn’t don’t "
    "hasn’t haven’t hadn’t can’t couldn’t shouldn’t"
)
ADVERBS = _set(
    "also now still then again never not yesterday today tomorrow tonight later meanwhile once long ever twice "
    "first all already soon just even only always often sometimes instead too however therefore thus alone last "
    "this week month year earlier late next time yet almost nearly far further more most less ago overnight "
    "together likewise nonetheless nevertheless moreover furthermore though anyway anyways right altogether"
)
FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | _PRONOUNS | BE | AUXILIARIES | ADVERBS
# Behind these a clause begins without "that" ("he said Russia wants"), or a date ends ("last year Egypt signed").
CLAUSE_OPENERS = CONJUNCTIONS | _set(
    "said says say believe believes think thinks thought fear fears hope hopes knows know suggests means meant "
    "claimed claims added year month week day night morning afternoon evening weekend decade ago earlier later "
    "meanwhile today yesterday now then however also only even perhaps"
)
# What only one who can act is: "Hungary is willing".
MINDED = _set(
    "ready willing unwilling determined keen prepared reluctant concerned worried committed opposed convinced "
    "aware angry furious divided split wary responsible guilty interested silent slow quick eager adamant "
    "hesitant cautious confident desperate hopeful grateful sceptical skeptical unhappy obliged complicit "
    "isolated favourites favorites champions"
)
# Kinds of place: "the Gulf of Oman", "Province of Ontario" name the place itself.
KINDS = _set(
    "city town village state province republic kingdom gulf bay strait straits sea isle isles island islands port "
    "district county region commonwealth principality emirate sultanate lake mount river cape peninsula "
    "governorate municipality borough parish territory north south east west north-east north-west south-east "
    "south-west parts part"
)
DIRECTIONS = _set(
    "north south east west northern southern eastern western central northeastern northwestern southeastern "
    "southwestern north-eastern north-western south-eastern south-western north-east north-west south-east "
    "south-west northeast northwest southeast southwest upper lower inner rural coastal mainland downtown nearby "
    "greater"
)
# "Followed by Turkey" on a list, "surrounded by": what stands behind "by" does nothing.
NOT_AGENTS = _set(
    "passed followed surrounded bordered stopped located situated travelled traveled sailed arrived bounded "
    "flanked replaced dropped swung separated divided joined preceded"
)
PARTICIPLES = _set(
    "led won sent built made given taken held run paid sold bought told sought brought fought written drawn "
    "chosen broken beaten shot hit seen overseen put set met driven forbidden known begun undertaken"
)
# "the invasion of Ukraine" is an invasion of the land, though "Russia's invasion" is an army's.
DONE_TO_LAND = _set(
    "invasion annexation occupation bombing attack attacks assault blockade strike strikes withdrawal exports "
    "imports role war general head claim claims move law laws level power opening order position request plan "
    "treatment forces struggle movement control protest protests"
)
# Names that stand with "the", so that it tells nothing of what follows.
WITH_THE = _set(
    "us u.s. usa u.s.a. uk u.k. uae u.a.e. eu e.u. netherlands philippines bahamas gambia congo maldives "
    "seychelles vatican hague bronx"
)
LITERAL_COMPOUNDS = _set("based born bound raised area wide bordering educated")
QUALITY_COMPOUNDS = _set("style made like registered flagged listed era")
NOUN_DEMONYMS = _set(
    "swede pole dane finn turk spaniard briton scot serb croat kurd slovak brit kiwi yank aussie cypriot "
    "israelite texan londoner berliner muscovite dubliner liverpudlian glaswegian mancunian frenchman englishman "
    "irishman welshman dutchman scotsman frenchwoman englishwoman irishwoman welshwoman dutchwoman"
)
_LY_BUT_NO_ADVERBS = _set(
    "family assembly ally supply monopoly anomaly rally reply bully elderly friendly lovely lonely likely holy "
    "july italy daily weekly monthly quarterly deadly butterfly homily jelly lily filly belly fly costly orderly "
    "scholarly"
)
_ENDS_IN_S = _set("swiss")

# Nouns end in "ed" too, and adjectives stand before nouns: "an Iraqi armed group".
ADJECTIVES_IN_ED = _set("armed armoured armored naked sacred speed feed weed seed breed united unmanned red bed shed")
COUNTS = _set("one two three four five six seven eight nine ten many most some several few all dozens other")
# Behind a hyphen these speak of a government, though they are no participles: "an Iran-friendly party".
FRIENDLY = _set("friendly friend critical proxy bound")
SPOKE = _set("said says added insisted replied declared")
# "Ohio passed a law", though "the storm passed Ohio".
ENACTS = _set("pass passes passed hold holds held host hosts hosted")
ENACTED = _set("law laws bill bills legislation resolution budget talks election elections referendum vote measure ban")
DAYS = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)


class Verbs(NamedTuple):
    """Forms of verbs.

    Attributes:
        base: "say", as behind "will" and behind more than one subject.
        finite: "says", "said": what one subject does.
        other: "saying".
    """

    base: frozenset[str]
    finite: frozenset[str]
    other: frozenset[str]

    def has(self, word: str) -> bool:
        """Tell whether a word is any of the forms."""
        return word in self.finite or word in self.base or word in self.other


@cache
def words(name: str) -> frozenset[str]:
    """Return the lines of ``data/<name>.txt``, in lower case."""
    return frozenset(line.lower() for line in _lines(name))


@cache
def partners() -> dict[str, frozenset[str]]:
    """Return the prepositions that lead from a word to a partner: "talks" -> "with", "between"."""
    return {word: frozenset(led.split()) for word, led in (line.split("\t") for line in _lines("partner_words"))}


@cache
def verbs(name: str) -> Verbs:
    """Return the forms of the verbs in ``data/<name>.txt``."""
    base, finite, other = set(), set(), set()
    for line in _lines(name):
        verb, *irregular = line.split()
        base.add(verb)
        finite |= {*irregular, third_person(verb)}
        if not irregular:
            finite |= {stem + "ed" for stem in _stems(verb, "ed")}
        other |= {stem + "ing" for stem in _stems(verb, "ing")}
    return Verbs(frozenset(base), frozenset(finite), frozenset(other))


def third_person(verb: str) -> str:
    """Return "denies" for "deny"."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _stems(verb: str, ending: str) -> list[str]:
    """Return what stands before an ending: "admit" gives "admit" and "admitt", since only one of them occurs."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return [verb[:-1]]
    if verb.endswith("ee") and ending == "ed":
        return [verb[:-1]]
    if verb.endswith("y") and ending == "ed" and verb[-2:-1] not in "aeiou":
        return [verb[:-1] + "i"]
    return [verb, verb + verb[-1]]


def is_adverb(word: str) -> bool:
    """Tell whether a word in lower case looks like an adverb: "repeatedly", not "family"."""
    return word.endswith("ly") and word not in _LY_BUT_NO_ADVERBS and "-" not in word


def is_plural_people(word: str) -> bool:
    """Tell whether a demonym can only be a noun of many: "Syrians", "Frenchmen", not "Swiss"."""
    low = word.lower()
    return (low.endswith("s") and low not in _ENDS_IN_S) or low.endswith(("men", "women"))


def _lines(name: str) -> list[str]:
    text = files("geoview.resolve").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
