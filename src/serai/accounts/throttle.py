"""Login attempts are counted per account and network, and per network; never per account alone.

So nobody is locked out from everywhere, and a stranger learns nothing: the answer depends on what
was typed and from where, not on whether the account exists. Each further level looks back twice as
far, from ten minutes to over five hours, so waiting grows with the failures.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from django.db.models import QuerySet

from serai.accounts.models import LoginFailure
from serai.core import clock

WINDOW: Final = timedelta(minutes=10)
LEVELS: Final = 6
PER_ACCOUNT: Final = 5
PER_NETWORK: Final = 20


def network_of(address: str, *, v4: int = 24, v6: int = 48) -> str:
    """The /24 or /48 around an address; what is no address is a network of its own."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64] or "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    width = v4 if parsed.version == 4 else v6
    return str(ip_network(f"{parsed}/{width}", strict=False))


def network_of_request(request: Any) -> str:
    return network_of(request.META.get("REMOTE_ADDR", "") if request is not None else "")


def account_key(typed: str) -> str:
    return typed.strip().casefold()[:150]


def blocked_until(account: str, network: str) -> datetime | None:
    """When the next attempt counts again; None where it counts now."""
    from_there = LoginFailure.objects.filter(network=network)
    ends = (
        _end(from_there.filter(account=account_key(account)), PER_ACCOUNT),
        _end(from_there, PER_NETWORK),
    )
    return max((end for end in ends if end is not None), default=None)


def note_failure(account: str, network: str) -> LoginFailure:
    """Count an attempt; it is written before the check, so that attempts at once count too."""
    return LoginFailure.objects.create(
        account=account_key(account), network=network, failed_at=clock.now()
    )


def forget_failures(account: str, network: str) -> None:
    """The login was right: what was mistyped before it counts no more."""
    LoginFailure.objects.filter(account=account_key(account), network=network).delete()


def forget_old_failures() -> int:
    """Delete what no window reaches any more; how many."""
    oldest = clock.now() - WINDOW * 2**LEVELS
    return LoginFailure.objects.filter(failed_at__lt=oldest).delete()[0]


def _end(failures: QuerySet[LoginFailure], allowed: int) -> datetime | None:
    now = clock.now()
    moments = list(
        failures.filter(failed_at__gt=now - WINDOW * 2 ** (LEVELS - 1))
        .order_by("-failed_at")
        .values_list("failed_at", flat=True)[: allowed * LEVELS]
    )
    end = None
    for level in range(LEVELS):
        window, count = WINDOW * 2**level, allowed * (level + 1)
        if len(moments) >= count and moments[count - 1] > now - window:
            over = moments[count - 1] + window
            end = over if end is None else max(end, over)
    return end
