"""Whatever stands in the DNS, the list says something about it and nothing breaks."""

from __future__ import annotations

from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.delivery.preflight.answers import Answer, Outcome
from esmpress.delivery.preflight.dkim_keys import judge_key
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.looking import judge
from esmpress.delivery.preflight.resolving import Resolver
from esmpress.delivery.preflight.sender import Sender
from tests.delivery.preflight.zones import SENDGRID, SMTP

SPF = """v=spf1 all -all +all ~all include: include:uni.pl a a:%{i}.uni.pl a/33 mx mx//64 ptr
    exists: ip4:1.2.3.4/8 ip6:: ip6:::/200 redirect=uni.pl redirect= exp=x %{ // = ś"""
TAGS = """v=DMARC1; p=reject; p=; rua=mailto:x; pct=; sp=; psd=y; v=DKIM1; k=ed25519; p=AAAA; h=;
    ; t=y;"""
WORDS = st.sampled_from([*SPF.split(), *TAGS.split()])
TEXTS = st.lists(WORDS | st.text(max_size=8), max_size=12).map(" ".join)
MX = st.builds(
    "{} {}".format, st.integers(0, 99), st.sampled_from([".", "mx.uni.pl", "a..b", "\\"])
)
NOTHING = st.builds(
    Answer, st.sampled_from([Outcome.UNANSWERED, Outcome.NO_NAME, Outcome.NO_RECORD])
)


def found(records: st.SearchStrategy[str], most: int) -> st.SearchStrategy[Answer]:
    """Some records, or none."""
    several = st.lists(records, min_size=1, max_size=most)
    return several.map(lambda found: Answer(Outcome.FOUND, tuple(found))) | NOTHING


ZONES = st.fixed_dictionaries(
    {
        "TXT": st.lists(found(TEXTS, 3), min_size=5, max_size=5),
        "MX": st.lists(found(MX, 12), min_size=3, max_size=3),
        "A": st.lists(found(st.just("192.0.2.1"), 1), min_size=2, max_size=2),
        "AAAA": st.lists(found(st.just("2001:db8::1"), 1), min_size=2, max_size=2),
        "CNAME": st.lists(found(st.just("s1.sendgrid.net"), 1), min_size=2, max_size=2),
    }
)


@given(TEXTS)
def test_any_text_is_some_key(text: str) -> None:
    verdict, words = judge_key(text)

    assert verdict in Verdict
    assert words


@given(st.sampled_from([SENDGRID, SMTP]), ZONES)
def test_any_dns_makes_a_whole_list_that_can_be_kept(
    sender: Sender, zone: dict[str, list[Answer]]
) -> None:
    def ask(name: str, kind: str) -> Answer:
        answers = zone[kind]
        return answers[crc32(name.encode()) % len(answers)]

    findings = judge(sender, reply_to="nowak@uni.pl", ask=ask)

    checks = [finding.check for finding in findings]
    assert checks == ["spf", "dkim", "dmarc", "alignment", "mx", "contact"]
    assert [Finding.from_json(finding.as_json()) for finding in findings] == findings


@settings(max_examples=30)
@given(st.text(max_size=80))
def test_any_name_is_asked_or_not_without_an_error(name: str) -> None:
    assert Resolver(["127.0.0.1:1"], seconds=0.02).ask(name, "TXT").is_unanswered
