"""How much is read of a file of people."""

from __future__ import annotations

# The proxy lets as much through to the Admin, and a little more.
MAX_BYTES = 9_000_000
MAX_LINES = 100_000
MAX_COLUMNS = 50
# Longer cells are cut: no address, zone or hour is as long.
MAX_CELL = 1_000
# A record over more lines than this has a quotation mark that is never closed.
MAX_LINES_OF_A_RECORD = 30
# Of spreadsheets, when they are unpacked.
MAX_UNPACKED = 150_000_000
# What has to be in memory at once: texts and looks, but not the rows.
MAX_UNPACKED_BESIDE_ROWS = 40_000_000
MAX_MEMBERS = 500
# As many rows as a spreadsheet can have, empty ones included.
MAX_ROWS = 1_048_576
