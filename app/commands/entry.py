"""Where the `chaperone` command begins: a pack that cannot be read is told in one line, also while modules are loaded."""

import signal
import sys

from app.commands.loading import loading_begins


def main() -> None:
    """Run the command."""
    loading_begins()
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
