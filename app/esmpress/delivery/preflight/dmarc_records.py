"""Finds a domain's DMARC policy (RFC 9989, before it RFC 7489), and its organisation's domain."""

from __future__ import annotations

from dataclasses import dataclass

from esmpress.delivery.preflight.answers import Ask
from esmpress.delivery.preflight.names import and_above
from esmpress.delivery.preflight.tags import MalformedTags, read_tags

# RFC 9989, 4.10: of long names the walk asks the domain itself, then the last seven labels on.
MOST_LABELS = 7


@dataclass(frozen=True)
class DmarcPolicy:
    """The policy of a domain: where it stands, its text and tags.

    `organisation` is the organisational domain. `several` counts the records where more than one
    stands, `unanswered` says which names could not be asked.
    """

    domain: str
    at: str = ""
    text: str = ""
    tags: dict[str, str] | None = None
    organisation: str = ""
    several: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether there is exactly one record."""
        return self.tags is not None

    @property
    def wish(self) -> str:
        """none, quarantine or reject; what is written, or empty, where it is none of them.

        A domain above speaks of those below in sp=. A record without p= that names where reports
        go counts as p=none.
        """
        tags = self.tags or {}
        wish = tags.get("p", "none" if "rua" in tags else "")
        return (tags.get("sp", wish) if self.at != self.domain else wish).lower()

    def tag(self, name: str, default: str) -> str:
        """The value of a tag, in lower case."""
        return (self.tags or {}).get(name, default).lower()


def find_policy(domain: str, ask: Ask) -> DmarcPolicy:
    """The policy that receivers apply to mail from a domain: its own, or its organisation's."""
    read: dict[str, tuple[str, dict[str, str]]] = {}
    unanswered: list[str] = []
    for name in _walk(domain):
        answer = ask(f"_dmarc.{name}", "TXT")
        if answer.is_unanswered:
            unanswered.append(f"_dmarc.{name}: {answer.reason}")
        records = [text for text in answer.records if is_dmarc(text)]
        if len(records) > 1 and name == domain:
            # With several, receivers apply none (RFC 9989, 4.7).
            return DmarcPolicy(domain, at=name, several=tuple(records), organisation=domain)
        if len(records) == 1:
            read[name] = (records[0], _tags(records[0]))
            if read[name][1].get("psd", "").lower() in ("n", "y"):
                break
    if not read:
        return DmarcPolicy(domain, organisation=domain, unanswered=tuple(unanswered))
    organisation = _organisation(domain, {name: tags for name, (_, tags) in read.items()})
    at = domain if domain in read else organisation
    if at not in read:
        # A registry's own policy counts where neither has one (RFC 9989, 4.10.1).
        at = list(read)[-1]
    # What lies above a policy that was found changes nothing in it.
    lost = () if domain in read else tuple(unanswered)
    text, tags = read[at]
    return DmarcPolicy(domain, at, text, tags, organisation, unanswered=lost)


def is_dmarc(text: str) -> bool:
    """Whether a TXT record is a DMARC record: v=DMARC1 stands first."""
    version, _, _ = text.partition(";")
    name, _, value = version.partition("=")
    return name.strip() == "v" and value.strip() == "DMARC1"


def _tags(text: str) -> dict[str, str]:
    """The tags; a record that cannot be read has none but its version."""
    try:
        return read_tags(text)
    except MalformedTags:
        return {}


def _walk(domain: str) -> list[str]:
    names = list(and_above(domain))
    return names if len(names) <= MOST_LABELS + 1 else [domain, *names[-MOST_LABELS:]]


def _organisation(domain: str, read: dict[str, dict[str, str]]) -> str:
    """Where the organisation begins: psd= says so, else the highest domain with a record."""
    for name, tags in read.items():
        psd = tags.get("psd", "u").lower()
        if psd == "n":
            return name
        if psd == "y" and name != domain:
            below = [one for one in and_above(domain) if one.endswith(f".{name}")]
            return below[-1]
    return list(read)[-1]
