"""What an archive keeps beside footage, each in tables of its own and behind a name of its own."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from firstseen.archive.answered import Answers
from firstseen.archive.articles import Articles
from firstseen.archive.browsing import Browsing
from firstseen.archive.caselist import CaseLists
from firstseen.archive.cases import Cases
from firstseen.archive.exchange import Exchanges
from firstseen.archive.jobs import Jobs
from firstseen.archive.paging import Pages
from firstseen.archive.people import People
from firstseen.archive.posts import Posts
from firstseen.archive.views import Views

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection


class Kept(abc.ABC):
    """The records of an archive that speak of no files."""

    @abc.abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """A read transaction: everything it sees is of one moment."""

    @abc.abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """A write transaction in this process's turn."""

    @abc.abstractmethod
    def _noting(self) -> AbstractContextManager[Connection]:
        """A write transaction that waits for other rows, not for files."""

    @property
    def cases(self) -> Cases:
        """The cases that are kept beside the footage."""
        return Cases(self._reading, self._noting)

    @property
    def browsing(self) -> Browsing:
        """What people look through page by page."""
        return Browsing(self._reading)

    @property
    def case_lists(self) -> CaseLists:
        """The lists of cases."""
        return CaseLists(self._reading, self._noting)

    @property
    def articles(self) -> Articles:
        """The articles on cases, and what was published of them."""
        return Articles(self._reading, self._writing)

    @property
    def views(self) -> Views:
        """How often published pages were read."""
        return Views(self._reading, self._noting)

    @property
    def posts(self) -> Posts:
        """The posts that carry footage."""
        return Posts(self._reading, self._noting)

    @property
    def jobs(self) -> Jobs:
        """The long work that the desk was asked for."""
        return Jobs(self._reading, self._noting)

    @property
    def people(self) -> People:
        """Who can sign in, who is signed in, and the keys of programs."""
        return People(self._reading, self._noting)

    @property
    def exchanges(self) -> Exchanges:
        """The fingerprints that other desks gave."""
        return Exchanges(self._reading, self._noting)

    @property
    def answers(self) -> Answers:
        """What was answered to requests that named a key."""
        return Answers(self._reading, self._noting)

    @property
    def pages(self) -> Pages:
        """Everything there is, a page at a time."""
        return Pages(self._reading)
