"""What a provider can say happened, in SendGrid's own words but for the two kinds of bounces."""

from __future__ import annotations

PROCESSED = "processed"
DEFERRED = "deferred"
DELIVERED = "delivered"
BOUNCE = "bounce"
# A bounce of one message (a blocklist, a suspicious text); SendGrid goes on sending to the address.
BLOCKED = "blocked"
DROPPED = "dropped"
SPAM_REPORT = "spamreport"
UNSUBSCRIBES = ("unsubscribe", "group_unsubscribe")

# Whatever came of it, the message left the provider, or was on its way.
LEFT = (
    PROCESSED,
    DEFERRED,
    DELIVERED,
    BOUNCE,
    BLOCKED,
    SPAM_REPORT,
    *UNSUBSCRIBES,
    "open",
    "click",
)
KNOWN = (*LEFT, DROPPED)

# Drops that are about the address. The others are about a text, a quota or the account, and what
# is unknown may be: it must not silence the participants of a whole study.
ADDRESS_DROPPED = ("bounced address", "spam reporting address", "unsubscribed address", "invalid")
