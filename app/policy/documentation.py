"""The catalogue as a page for coordinators and programme leads, in Markdown."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import JsonValue

from app.policy.catalogue import RULES, SETTINGS
from app.policy.descriptions import describe_evidence
from app.policy.document import PolicyDocument
from app.policy.incidents import INCIDENTS, IncidentSeverity
from app.policy.outcomes import Severity
from app.policy.packs import load_packs
from app.policy.rule import Rule
from app.policy.rule_setting import RuleSetting
from app.policy.safety_settings import SafetySetting
from app.policy.sections import SECTIONS
from app.policy.tighter import Tighter
from app.policy.wording import capitalised

_CONSEQUENCES: Final[Mapping[Severity, str]] = {
    Severity.OFF: "not asked for",
    Severity.WARN: "warning",
    Severity.APPROVE: "needs approval",
    Severity.DENY: "refused",
}
_DIRECTIONS: Final[Mapping[Tighter, str]] = {
    Tighter.HIGHER: "higher",
    Tighter.LOWER: "lower",
    Tighter.FEWER: "fewer",
    Tighter.NEITHER: "only the programme chooses",
}
_CHAPTERS: Final = (
    ("Who may meet", ("pairing", "partner", "mentee", "consent", "minor", "at-risk", "mentor", "technology")),
    ("When and how", ("schedule", "plan", "modality", "host")),
    ("How safely", ("safety",)),
)
_BASELINE: Final = "baseline"

_INTRODUCTION: Final = """\
# The rules

<!-- Generated from the rule catalogue in app/policy. Change the catalogue, not this page. -->

Every request for a session is decided by the rules on this page. A programme says in its policy how strictly it takes each
rule. The policies that ship with the product follow published guidance; each rule names the document and the heading that
ask for it:

| short name | document |
|---|---|
| `1mm-mentees` | One Million Mentors: guidance on virtual mentoring for mentees |
| `1mm-zoom` | One Million Mentors: guide to virtual mentoring and to using Zoom safely |
| `brokerage` | The Brokerage: code of conduct for mentors |
| `mentor247` | mentor247: code of conduct for mentors |
| `creative` | A creative-sector network: how to keep a virtual mentoring partnership effective |
| `product` | What this product needs itself, so that its own promises hold |

## How a session is decided

Each rule looks at the facts of the session and comes to one outcome:

| outcome | what it means |
|---|---|
| `pass` | The rule holds. |
| `n/a` | The programme does not ask for this, or it does not concern this session. |
| `warn` | The rule does not hold. The session can take place, and whoever books is told. |
| `approve` | The rule does not hold. A coordinator must approve the session before it can take place. |
| `deny` | The rule does not hold. The session is refused. |

The worst outcome decides: one `deny` refuses the session, one `approve` makes it wait for a coordinator, and warnings
stand in nobody's way. All rules are looked at, so a refusal names everything that is missing at once.

The same facts and the same policy always lead to the same decision. Facts and decision are kept together, so that anyone
can compute the decision again later.

## How to read a finding

What a rule has to say is called a finding. It has

- a **code**, which never changes and which other systems may rely on,
- an **outcome** from the table above,
- a **sentence** that says what was found,
- a **remedy** that says who can do what about it, wherever the outcome is `warn`, `approve` or `deny`,
- the **facts** that the rule looked at, without personal data,
- a **source**: the document and the heading that the programme takes the rule from.

A finding never tells anyone's age, only on which side of a limit it lies.

## How rules are tightened

Nobody can go below the floor: no programme, no partner, no booking. On top of the floor, each level can only ask for more:

1. The **programme's policy** sets how strictly each rule is taken, its parameters, the safety settings and the rules of room
   and doors.
2. The **partner's own guidance** can take a rule more strictly, choose tighter parameters, tighter safety settings and tighter
   rules of room and doors.
3. **Measures for a pairing** can choose tighter safety settings.
4. A **booking** can wish for tighter safety settings.

Of everything that is asked for, the tighter counts, whatever the order. A booking that wishes for something looser is
refused with a finding; the wish is never simply left out. For each parameter the tables below say which way is tighter. A
parameter without an order, such as a region, is the programme's to choose. If the partner's guidance and the programme's
policy leave no session possible, the rule does not hold, and the finding says so.

Where a rule is taken differently for sessions that a coordinator books, the tables say so.

## Who approves

Where a rule needs an approval, any coordinator can give it. Every rule has a parameter `second_person`: where it is `true`,
the approval must come from another person than who asked for the session; API keys say which person holds them. The policies
that ship ask for it where the tables below say so. `true` is the tighter value: a policy and a partner can ask for it, and where
the floor does nobody can do without. Where somebody is an adult at risk, every approval of the session needs a second person.
"""


def rules_as_markdown() -> str:
    """Every rule and every safety setting, with what each pack makes of it; the same catalogue gives the same page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield from _overview()
    for title, prefixes in _CHAPTERS:
        yield from (f"## {title}", "")
        for rule in RULES:
            if rule.code.partition(".")[0] in prefixes:
                yield from _about_rule(rule)
    yield from _about_settings()
    yield from _about_room()
    yield from _about_doors()
    yield from _about_opening()
    yield from _about_incidents()
    yield from _about_evidence()


def _overview() -> Iterator[str]:
    titles = {name: document.title for name, document in load_packs().items() if name != _BASELINE}
    yield from ("## At a glance", "", "What happens where a rule does not hold:", "")
    yield from _table_head("rule", "floor", *titles.values())
    for rule in RULES:
        cells = [_consequence(document.rules[rule.code]) for document in _packs().values()]
        yield _row(f"[`{rule.code}`](#{rule.code.replace('.', '')})", *cells)
    yield ""


def _about_rule(rule: Rule[Any]) -> Iterator[str]:
    yield from (f"### {rule.code}", "", f"**{rule.title}.** {rule.description}", "", f"Source: {rule.source}.", "")
    properties = _properties(rule)
    if properties:
        yield from _table_head("parameter", "what it is", "default", "tighter")
        for name, schema in properties.items():
            yield _row(
                f"`{name}`", str(schema["description"]), _value(schema["default"]), _direction(rule, name, schema)
            )
        yield ""
    yield from _table_head("policy", "if it does not hold", *(f"`{name}`" for name in properties), "asked for by")
    for name, document in _packs().items():
        setting = document.rules[rule.code]
        title = "The floor" if name == _BASELINE else document.title
        asked = setting.severity is not Severity.OFF
        values = [_value(setting.parameters[each]) if asked else "" for each in properties]
        yield _row(title, _consequence(setting), *values, (setting.citation or rule.source) if asked else "")
    yield ""


def _about_settings() -> Iterator[str]:
    yield from ("## Safety settings", "")
    yield (
        "Every meeting has these settings. They are set when the meeting is made, read back from Zoom and compared; "
        "a meeting whose settings are not proven is never handed out."
    )
    yield ""
    for setting in SETTINGS:
        yield from _about_setting(setting)


def _about_setting(setting: SafetySetting) -> Iterator[str]:
    yield from (f"### {setting.code}", "", f"**{setting.title}.** {setting.sentence}", "")
    yield f"- Levels from loose to tight: {', '.join(f'`{level}`' for level in setting.levels)}"
    yield f"- The floor: `{setting.baseline}`"
    tighter = {
        document.title: document.safety[setting.code]
        for name, document in _packs().items()
        if document.safety[setting.code] != setting.baseline
    }
    yield from (f"- {title}: `{level}`" for title, level in tighter.items())
    allowed = setting.levels[setting.rank(setting.baseline) + 1 :]
    may = f"may be tightened to {' or '.join(f'`{level}`' for level in allowed)}" if allowed else "cannot be tightened"
    yield from (f"- {capitalised(may)}", f"- Source: {setting.source}", "")


def _about_room() -> Iterator[str]:
    yield from ("## The room", "")
    yield (
        "The room of a session is its running Zoom meeting. A policy says under `room` when it may be open and what is done by "
        "itself about what must not be: `alert` tells people, `stop` also stops what was started, `end` also ends the room for "
        "everybody. A partner's own guidance may name tighter values. Whatever is done, an incident is opened, and the audit "
        "trail says why."
    )
    yield ""
    yield from _table_of_section("room")
    yield (
        "Of `alert`, `stop` and `end` the later is the tighter. A recording, AI Companion, a transcript or a stream for which "
        "mentor and mentee gave a consent (`recording_consent`) beforehand is no incident: it is written down as agreed. Zoom "
        "tells of recordings in its cloud alone: of one on somebody's own computer it tells nobody."
    )
    yield ""


def _about_doors() -> Iterator[str]:
    yield from ("## The doors", "")
    yield (
        "A door is somebody's personal link and its page. A policy says under `doors` how the people of a session come in. A "
        "partner's own guidance may name tighter values."
    )
    yield ""
    yield from _table_of_section("doors")
    yield (
        "Of words the later is the tighter: `none`, `birthday`, `code`; `first_name`, `role_and_code`. `birthday` asks for day "
        "and month of birth, and for the code where no birth date is on file. The code has six digits and reaches somebody "
        "another way than their link does. Nobody is asked again on a device that remembers them. Whoever cannot make it can say "
        "so on their page in any case, and the coordinators are told."
    )
    yield ""


def _about_opening() -> Iterator[str]:
    yield from ("## Opening the room", "")
    yield (
        "A policy says under `opening` who opens the room of a session, and by which ways in at Zoom, because Zoom's accounts "
        "differ. A partner's own guidance may name tighter values."
    )
    yield ""
    yield from _table_of_section("opening")
    yield (
        "A coordinator who opens is the tighter. `own_user`: the mentor has a Zoom user of the account, which is linked to them "
        "as a host, and signs in as themselves; it is offered where the session has that host. `host_link`: the mentor's button "
        "fetches the host's start link from Zoom at that press. `coordinator`: a coordinator opens the room and admits mentor "
        "and mentee: by the host's start link where `ways` names it, or by signing in to Zoom as the host. Where a way fails the "
        "next is offered, and the coordinators are told."
    )
    yield ""


def _table_of_section(section: str) -> Iterator[str]:
    kind = SECTIONS[section]
    packs = {document.title: getattr(document, section) for name, document in _packs().items() if name != _BASELINE}
    yield from _table_head("name", "what it is", "default", "tighter", *packs)
    for name, info in kind.model_fields.items():
        default = _listed(info.default)
        values = (_value(_listed(getattr(values, name))) for values in packs.values())
        tighter = _way(kind.directions()[name], default)
        yield _row(f"`{name}`", str(info.description), _value(default), tighter, *values)
    yield ""


def _listed(value: Any) -> JsonValue:
    return list(value) if isinstance(value, tuple) else value


def _way(direction: Tighter, default: JsonValue) -> str:
    match default:
        case bool():
            return "yes" if direction is Tighter.HIGHER else "no"
        case int() | list():
            return _DIRECTIONS[direction]
    return "the later"


def _about_incidents() -> Iterator[str]:
    yield from ("## Incidents", "")
    yield (
        "What people must look at. A policy says under `incidents` how grave an incident about a session is: "
        f"{', '.join(f'`{each}`' for each in IncidentSeverity)}. Of the others, which are about no session, it is fixed."
    )
    yield ""
    yield from _table_head("kind", "what it means", "how grave by default", "a policy may say")
    for kind, each in INCIDENTS.items():
        yield _row(f"`{kind}`", each.title, f"`{each.severity}`", "yes" if each.of_session else "no")
    yield ""


def _about_evidence() -> Iterator[str]:
    yield from ("## Evidence", "")
    yield (
        "Evidence is given with `POST /v1/evidence`: a kind, the day from which it holds, and exactly one subject. It is never "
        "edited. Of several pieces of one kind about one subject, what was said last decides; what it replaced counts no more."
    )
    yield ""
    yield from _table_head("kind", "what it shows", "about", "named by", "also")
    for each in describe_evidence():
        about = " or ".join(each.about)
        also = "needs `document`" if each.needs_document else "may have `edition`" if each.has_edition else ""
        yield _row(f"`{each.kind}`", each.shows, about, f"`{each.named_by}`", also)
    yield ""


def _packs() -> Mapping[str, PolicyDocument]:
    packs = load_packs()
    return {_BASELINE: packs[_BASELINE]} | {name: each for name, each in packs.items() if name != _BASELINE}


def _properties(rule: Rule[Any]) -> dict[str, dict[str, JsonValue]]:
    properties: dict[str, dict[str, JsonValue]] = rule.parameters.model_json_schema().get("properties", {})
    # Every rule has it: the page says once what it is, and of each policy whether it is so.
    return {name: schema for name, schema in properties.items() if name != "second_person"}


def _consequence(setting: RuleSetting) -> str:
    words = _consequence_of(setting, setting.severity)
    if setting.coordinator_severity is None:
        return words
    return f"{words}; for a coordinator: {_consequence_of(setting, setting.coordinator_severity)}"


def _consequence_of(setting: RuleSetting, severity: Severity) -> str:
    by_another = severity is Severity.APPROVE and setting.parameters["second_person"] is True
    return f"{_CONSEQUENCES[severity]} by a second person" if by_another else _CONSEQUENCES[severity]


def _direction(rule: Rule[Any], name: str, schema: Mapping[str, JsonValue]) -> str:
    direction = rule.parameters.directions()[name]
    if schema.get("type") == "boolean":
        return "yes" if direction is Tighter.HIGHER else "no"
    return _DIRECTIONS[direction]


def _value(value: JsonValue) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value))
    return str(value)


def _table_head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield f"|{'---|' * len(cells)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
