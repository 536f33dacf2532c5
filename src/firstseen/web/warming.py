"""What takes time once in a process, done before anybody waits for it."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import Final

from firstseen.model.dates import read_date
from firstseen.web.views import templates

_CAPTION: Final = "Airstrike on Homs, Syrian rebels say, May 2024. قصف على حمص اليوم، بحسب المعارضة السورية"


def warm_up() -> None:
    """Load what captions are read and compared with, and compile the templates of the pages: about two seconds.

    Without it the first decision of a fresh server took a second in which pages waited, the first list .2 s.
    """
    from firstseen.claims.caption import read_claim  # noqa: PLC0415 - its lists take time to load
    from firstseen.claims.match.meaning import encoder  # noqa: PLC0415 - so does its model

    encoder()
    read_claim(_CAPTION, posted=read_date(datetime.now(UTC).date().isoformat()))
    for name in templates().list_templates(("j2",)):
        templates().get_template(name)
    # What was loaded stays for good: looking through it for garbage held up every thread for a tenth of a second.
    gc.collect()
    gc.freeze()
