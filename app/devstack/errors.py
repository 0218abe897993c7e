"""What goes wrong in a way the person at the terminal can act on."""


class StackError(Exception):
    """Says in one sentence what is wrong and what to do; printed without a traceback."""
