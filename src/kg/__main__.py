"""``kg``, and ``python -m kg``.

A process that reads imports the script by which the program was started, so that must not bring the commands with it.
"""


def main() -> None:
    """Runs the command line."""
    from kg.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
