"""Where the `chaperone` command begins: what cannot even be loaded is told in one line too."""

import gc
import sys


def main() -> None:
    """Run the command."""
    # Nothing of what is imported is ever garbage, and looking for it takes a fifth of the start.
    gc.disable()
    from app.policy.errors import PolicyError  # noqa: PLC0415  # the packs are read while the rest is imported

    try:
        from app.cli import main as run  # noqa: PLC0415
    except PolicyError as error:
        sys.stderr.write(f"chaperone: a pack of rules is broken: {error}\n")
        sys.exit(2)
    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
