"""`host.licence`: there is a Zoom host that can hold the session to its end."""

from datetime import timedelta

from app.policy.facts import Facts
from app.policy.hosts import BASIC_END, BASIC_LIMIT, host_is_able, needs_host
from app.policy.rule import Met, NoParameters, NotConcerned, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.wording import spoken_duration

_ADMINISTRATOR = "Ask the organisation's Zoom administrator"


@rule(
    code="host.licence",
    title="A Zoom host can hold the session to its end",
    description=(
        "At least one host must be active in Zoom, have safety settings that were checked, have a licence that lasts "
        "for the whole session, and have changes left that Zoom allows on this day. "
        "Without a paid licence a session may last 30 minutes: Zoom ends the meeting 40 minutes after it is opened."
    ),
    sources=(Source(Document.PRODUCT, "No session is cut off"),),
    parameters=NoParameters,
)
def host_licence(facts: Facts, _: NoParameters) -> Verdict:
    """Ask for an able host, busy or not, and name the first thing that the last candidates lack.

    That every able host is busy at the time is the business of `schedule.clash`.
    """
    if not needs_host(facts):
        return NotConcerned("The session needs no Zoom host.", {"modality": facts.session.modality})
    length, hosts = facts.session.length, facts.hosts
    seen: Seen = {
        "hosts": hosts.hosts,
        "active": hosts.active,
        "with_proven_settings": hosts.with_proven_settings,
        "with_sufficient_licence": hosts.with_sufficient_licence,
        "with_changes_left": hosts.with_changes_left,
        "length_seconds": length // timedelta(seconds=1),
    }
    if host_is_able(facts):
        return Met("A Zoom host can hold the session to its end.", seen)
    stages = (
        (hosts.hosts, "There is no Zoom host for this programme.", f"{_ADMINISTRATOR} to add a host."),
        (hosts.active, "No Zoom host of this programme is active.", f"{_ADMINISTRATOR} to activate a host."),
        (
            hosts.with_proven_settings,
            "No active Zoom host has safety settings that were checked and are right.",
            f"{_ADMINISTRATOR} to correct a host's settings in Zoom, and then a coordinator to check the hosts again.",
        ),
        (
            hosts.with_sufficient_licence,
            (
                f"The session is {spoken_duration(length)} long. Without a paid licence Zoom ends a meeting after about "
                f"{spoken_duration(BASIC_END)}, so only sessions of at most {spoken_duration(BASIC_LIMIT)} are held there, and "
                "no host that could be used has a licence."
            ),
            (
                f"{_ADMINISTRATOR} to give a host a paid licence, or ask for a session of at most "
                f"{spoken_duration(BASIC_LIMIT)} if the programme's plan allows it."
            ),
        ),
        (
            hosts.with_changes_left,
            "Every Zoom host that could hold the session has used up the changes that Zoom allows in a day.",
            "Try again tomorrow, or ask the organisation's Zoom administrator to add a host.",
        ),
    )
    return next(Unmet(sentence, remedy, seen) for count, sentence, remedy in stages if not count)
