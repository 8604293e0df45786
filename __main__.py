"""`python -m guichet`, and the script `guichet`."""

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from .bot.commands.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
