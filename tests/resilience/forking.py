"""Starts workers on request, from a process that has imported everything: what takes a second becomes cheap to repeat.

Reads one JSON object of environment variables a line, and answers with the new process's id. When its input ends, it kills
what it has started, and ends.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import app.commands.worker  # what the command would load when it runs
import app.provisioning.worker  # noqa: F401  # the same
from app.commands.application import main as chaperone


def main() -> None:
    """Serve requests until the input ends."""
    # The kernel buries the children.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children: list[int] = []
    for line in sys.stdin:
        environment = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.update(environment)
            # Our answers go there: what a worker says is not for whoever reads them.
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # for as long as it lives
            sys.argv = ["chaperone", "worker"]
            chaperone()
            sys.exit(0)
        children.append(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
