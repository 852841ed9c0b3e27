"""What a decision costs with the fullest pack, and beside it Cedar on the same facts. Run it with `make bench`.

Cedar gets a policy of the same rules, parsed once. It has no time zones and no ages, cannot look through lists of records,
and says only which rules refuse: local times and days are computed for it, and it says neither a sentence nor a remedy.
"""

import json
import statistics
import time
from collections.abc import Callable, Mapping

import cedarpy
from rich.console import Console
from rich.table import Table

from app.policy import (
    decide,
)
from oracles.cedar import (
    cedar_context,
    cedar_policy,
    check_that_both_decide_alike,
    decide_by_cedar,
    fullest_pack,
    session_of_an_adult_at_risk,
    with_everything_tightened,
)

ROUNDS, WARM_UP, AIM_P50 = 20_000, 1_000, 100.0


def microseconds(call: Callable[[], object]) -> tuple[float, float]:
    """Return p50 and p99 of many calls."""
    taken = []
    for number in range(WARM_UP + ROUNDS):
        began = time.perf_counter_ns()
        call()
        if number >= WARM_UP:
            taken.append((time.perf_counter_ns() - began) / 1000)
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return cuts[49], cuts[98]


def main() -> None:
    policy, facts = fullest_pack(), session_of_an_adult_at_risk()
    policies, entities = cedar_policy(policy), cedarpy.Entities.from_json_str("[]")
    compared = check_that_both_decide_alike(policy, policies, entities, facts)
    tightened, context = with_everything_tightened(facts), json.dumps(cedar_context(facts))
    rows: Mapping[str, tuple[float, float]] = {
        "decision": microseconds(lambda: decide(policy, facts)),
        "decision, with guidance, measures and wishes": microseconds(lambda: decide(policy, tightened)),
        "Cedar, facts ready as JSON": microseconds(lambda: decide_by_cedar(policies, entities, context)),
        "Cedar, facts as we have them": microseconds(
            lambda: decide_by_cedar(policies, entities, json.dumps(cedar_context(facts)))
        ),
    }
    ours = rows["decision"]
    title = f"A decision by the pack {policy.document.pack}, microseconds"
    table = Table("what", "p50", "p99", "p50 beside a decision", "aim p50", title=title)
    for name, (p50, p99) in rows.items():
        aim = f"at most {AIM_P50:.0f}" if name.startswith("decision") else ""
        table.add_row(name, f"{p50:.1f}", f"{p99:.1f}", f"{p50 / ours[0]:.2f}", aim)
    console = Console()
    console.print(table)
    console.print(f"Both find the same rules not to hold in {compared} sessions.")


if __name__ == "__main__":
    main()
