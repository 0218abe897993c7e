"""The stack all faults happen to, and the account of all of them at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from devstack.layout import ROOT_DIR
from faults.accounting import Account
from faults.fault import Fault
from faults.stack import Stack, has_real_broker, running

STATE = ROOT_DIR / ".state" / "faults"
LAST = "test_all_of_them"
_days = count(1)
_accounts = pytest.StashKey[list[Account]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options of this harness."""
    parser.addoption(
        "--short", action="store_true", help="few prompts, the quick faults, leases not waited out"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and the list of accounts."""
    config.addinivalue_line("markers", "slow: a fault that the short form leaves out")
    config.stash[_accounts] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count everything at the very end; leave the slow faults out of the short form."""
    items.sort(key=lambda item: item.path.stem == LAST)
    if config.getoption("short"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def is_short(pytestconfig: pytest.Config) -> bool:
    """Whether this is the short form."""
    return bool(pytestconfig.getoption("short"))


@pytest.fixture(scope="session")
def outage_prompts(is_short: bool) -> int:
    """How many prompts wait for the end of the outage; nothing else has as many participants."""
    return 3_000 if is_short else 100_000


@pytest.fixture(scope="session")
def _servers(is_short: bool, outage_prompts: int) -> Iterator[Stack]:
    if not is_short and not has_real_broker():
        pytest.fail("The faults need a real broker: install redis-server.", pytrace=False)
    with running(STATE, participants=outage_prompts, wait_out_leases=not is_short) as stack:
        yield stack


@pytest.fixture
def stack(_servers: Stack) -> Stack:
    """The stack with one worker and one Beat, and a provider that does what it is asked."""
    _servers.mend()
    return _servers


@pytest.fixture
def fault(request: pytest.FixtureRequest, stack: Stack, is_short: bool) -> Fault:
    """The fault a test is about, named after it."""
    name = request.node.name.removeprefix("test_").replace("_", " ")
    accounts = request.config.stash[_accounts]
    return Fault(name, _days, stack, 1_500 if is_short else 2_500, accounts)


@pytest.fixture
def accounts(pytestconfig: pytest.Config) -> list[Account]:
    """What the faults before have left, in their order."""
    return pytestconfig.stash[_accounts]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print every account."""
    terminalreporter.section("totals")
    for one in config.stash[_accounts]:
        terminalreporter.write_line(str(one))
