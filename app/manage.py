#!/usr/bin/env python
"""Run a management command."""

import os
import sys

from django.core.management import execute_from_command_line


def needs_settings(arguments: list[str]) -> bool:
    """Return whether a command does more than read and write files of designs."""
    command, *others = arguments or ("help",)
    if command == "describe_design":
        return not any(argument.endswith(".json") for argument in others)
    return command not in {"draw_schedule", "export_schemas"}


if __name__ == "__main__":
    if needs_settings(sys.argv[1:]):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    else:
        os.environ["DJANGO_SETTINGS_MODULE"] = "esmpress.management.standalone"
    execute_from_command_line(sys.argv)
