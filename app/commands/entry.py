"""Where the `chaperone` command begins: a pack that cannot be read is told in one line, also while modules are loaded."""

import gc
import signal
import sys
from typing import Final

_OBJECTS_BEFORE_A_LOOK: Final = 50_000
"""Loading makes hundreds of thousands of objects that stay; looking for garbage among them is a fifth of the start.

What serves for long takes the usual number again once all is loaded: see `app.commands.application`.
"""


def main() -> None:
    """Run the command."""
    gc.set_threshold(_OBJECTS_BEFORE_A_LOOK)
    from app.policy.errors import PolicyError  # noqa: PLC0415  # the packs are read while the rest is loaded

    try:
        from app.commands.application import main as run  # noqa: PLC0415

        run()
    except PolicyError as error:
        sys.stderr.write(f"chaperone: a pack of rules is broken: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        # Ctrl-C before anything could catch it, as while modules are loaded. As shells say that SIGINT ended a command.
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
