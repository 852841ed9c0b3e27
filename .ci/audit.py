"""Known vulnerabilities of what is locked. Every package must have been looked up, or none could be: then it says so."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

SERVICES: Final = ("pypi", "osv")
"""Where advisories are looked up: the second is asked where the first knows none of the packages or does not answer."""

_AWAY: Final = re.compile(
    r"connection|max retries|timed out|timeout|unreachable|name resolution|resolve|ServiceError|proxy", re.IGNORECASE
)


class AuditError(Exception):
    """The audit failed for a reason of its own."""


def look_up(service: str, command: Sequence[str]) -> Mapping[str, Any] | None:
    """Return pip-audit's report by one service; None where the service cannot be reached.

    Raises:
        AuditError: pip-audit failed otherwise.
    """
    asked = [*command, "--skip-editable", "--progress-spinner", "off", "--timeout", "15", "--local", "--format", "json"]
    done = subprocess.run([*asked, "--vulnerability-service", service], capture_output=True, text=True, check=False)
    try:
        report: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        if _AWAY.search(done.stderr):
            return None
        raise AuditError(done.stderr or done.stdout) from None
    # A mirror that answers, and knows no release at all, has no advisories either.
    return report if any("skip_reason" not in each for each in report["dependencies"]) else None


def complaints(report: Mapping[str, Any]) -> Sequence[str]:
    """Return what is wrong by a report: packages that are vulnerable, and packages that were not looked up."""
    found = []
    for each in report["dependencies"]:
        if "skip_reason" in each:
            found.append(f"{each['name']}: not audited. {each['skip_reason']}")
        for advisory in each.get("vulns", ()):
            fixed = ", ".join(advisory["fix_versions"]) or "no release yet"
            found.append(f"{each['name']} {each['version']}: {advisory['id']}, fixed in {fixed}")
    return found


def main(command: Sequence[str]) -> int:
    """Audit, say what was found, and return the exit code."""
    try:
        report = next((report for service in SERVICES if (report := look_up(service, command)) is not None), None)
    except AuditError as error:
        print(f"pip-audit failed: {error}", file=sys.stderr)
        return 1
    if report is None:
        print("pip-audit: the advisories cannot be reached from here; nothing was audited.")
        return 0
    wrong = complaints(report)
    print("\n".join(wrong) or f"pip-audit: {len(report['dependencies'])} packages, no known vulnerability.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main([str(Path(sys.executable).with_name("pip-audit"))]))
