"""The verbs, typed at a prompt: one command for each method of `Desk`."""

from firstseen.cli.accounts import account, key
from firstseen.cli.adding import add, init
from firstseen.cli.auditing import audit
from firstseen.cli.backing_up import backup
from firstseen.cli.bundling import bundle
from firstseen.cli.checking import check
from firstseen.cli.deciding import decide
from firstseen.cli.demonstrating import demo
from firstseen.cli.exchanging import exchange
from firstseen.cli.finding import compare, find
from firstseen.cli.gathering import gather
from firstseen.cli.matching import match
from firstseen.cli.publishing import approve, correct, draft, publish, site, withdraw
from firstseen.cli.serving import serve
from firstseen.cli.shell import Shell
from firstseen.cli.showing import show
from firstseen.cli.viewing import views

__all__ = ["main"]

main = Shell(
    name="firstseen",
    help="Finds where a video or picture was seen before, aligns the two to the second, and says since when.",
    commands=[
        init,
        add,
        gather,
        compare,
        find,
        check,
        match,
        decide,
        draft,
        approve,
        publish,
        correct,
        withdraw,
        site,
        views,
        show,
        audit,
        bundle,
        exchange,
        backup,
        account,
        key,
        serve,
        demo,
    ],
)
