"""Commands that say in one sentence what is wrong, and end with status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

MALFORMED = 2


class OneSentenceCommand(BaseCommand):
    """A command whose faults, those of its arguments too, are one sentence on standard error."""

    requires_system_checks: tuple[str, ...] = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Run; a CommandError ends the process with status 2."""
        try:
            options = vars(self._parse(self.create_parser(argv[0], argv[1]), argv[2:]))
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(MALFORMED)
        finally:
            connections.close_all()

    def write_out(self, chunks: Iterable[str], output: Path | None) -> None:
        """Write text to a file, or to standard output; raises CommandError naming --output."""
        if output is None:
            self._print(chunks)
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                file.writelines(chunks)
        except OSError as error:
            raise CommandError(f"--output: cannot write {output}: {error.strerror}.") from error

    def _print(self, chunks: Iterable[str]) -> None:
        # A reader that has seen enough (`| head`) is no fault.
        try:
            for chunk in chunks:
                self.stdout.write(chunk, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more as it ends; now nothing is left that could fail.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _parse(self, parser: CommandParser, arguments: list[str]) -> object:
        try:
            return parser.parse_args(arguments)
        except CommandError as error:
            reason = str(error).removeprefix("Error: ").removeprefix("argument ")
            raise CommandError(f"{reason}.") from error
