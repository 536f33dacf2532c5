"""How often somebody may ask, and may try to sign in. Kept in memory: a new server begins anew."""

from __future__ import annotations

import contextlib
import ipaddress
import threading
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

from firstseen.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MINUTE_S: Final = 60.0
_MOST_KNOWN: Final = 20_000
"""Names and addresses that are remembered; the one that was quiet longest is forgotten first."""


class Rates:
    """What happened under each name in the last minute."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._guard = threading.Lock()
        self._times_s: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, names: Iterable[str], most: int, what: str) -> float:
        """Note one more under each name; the mark it is noted with. Raises TooManyRequests when one has had `most`."""
        known = tuple(names)
        with self._guard:
            now_s = self._clock_s()
            kept = [self._recent(name, now_s) for name in known]
            full = [times_s[0] + _MINUTE_S - now_s for times_s in kept if len(times_s) >= most]
            if full:
                raise TooManyRequests(what, max(full))
            for name, times_s in zip(known, kept, strict=True):
                times_s.append(now_s)
                self._times_s[name] = times_s
                self._times_s.move_to_end(name)
            while len(self._times_s) > _MOST_KNOWN:
                self._times_s.popitem(last=False)
            return now_s

    def give_back(self, names: Iterable[str], mark_s: float) -> None:
        """Forget what was noted with this mark."""
        with self._guard:
            for name in names:
                with contextlib.suppress(ValueError, KeyError):
                    self._times_s[name].remove(mark_s)

    def _recent(self, name: str, now_s: float) -> deque[float]:
        times_s = self._times_s.get(name, deque())
        while times_s and times_s[0] <= now_s - _MINUTE_S:
            times_s.popleft()
        return times_s


class Gate:
    """How often each person and address asks, and fails to sign in."""

    def __init__(self) -> None:
        self.requests = Rates()
        self.sign_ins = Rates()

    @contextlib.contextmanager
    def trying(self, names: Iterable[str], most: int) -> Iterator[None]:
        """One try to sign in, which counts as failed under each name unless the block ends well.

        It counts from its beginning, so that many at the same time do not slip through. Raises TooManyRequests.
        """
        known = tuple(names)
        mark_s = self.sign_ins.take(known, most, "failed sign-ins")
        yield
        self.sign_ins.give_back(known, mark_s)


def network_of(address: str) -> str:
    """The address as it is counted: of IPv6 the /64, since whoever has one address there has all of them."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
