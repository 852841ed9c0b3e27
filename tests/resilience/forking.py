"""Starts APIs and workers on request, from a process that has loaded everything: what takes a second becomes cheap to repeat.

Reads one JSON object a line, of a `command` and the `environment` that it gets, and answers with the new process's id. When its
input ends, it kills what it has started, and ends.
"""

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import uvloop  # noqa: F401  # what the commands load when they run, here and below

import app.commands.serve
import app.commands.worker
import app.provisioning.worker
import app.zoom.client  # noqa: F401
from app.commands.application import main as chaperone
from app.policy import load_packs


def main() -> None:
    """Serve requests until the input ends."""
    load_packs()
    gc.collect()
    gc.freeze()
    # The kernel buries the children.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children: list[int] = []
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.update(asked["environment"])
            # Our answers go there: what a child says is not for whoever reads them.
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # for as long as it lives
            sys.argv = ["chaperone", *asked["command"]]
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
