"""Reading sources in tests: everything a source yields, sorted into what came in and what did not."""

import json
from pathlib import Path

from firstseen.errors import BadRecord
from firstseen.gather.notes import Notes
from firstseen.gather.reviews import read_reviews
from firstseen.model.review import ClaimReview


class Read:
    """What reading a source came to."""

    def __init__(self, path: Path, *, strict: bool = False) -> None:
        self.notes = Notes(strict=strict)
        items = list(read_reviews([path], self.notes))
        self.reviews = [one for one in items if isinstance(one, ClaimReview)]
        self.errors = [str(one).removeprefix(str(path)) for one in items if isinstance(one, BadRecord)]

    @property
    def only(self) -> ClaimReview:
        assert not self.errors
        assert len(self.reviews) == 1
        return self.reviews[0]


def read(folder: Path, name: str, content: object, *, strict: bool = False) -> Read:
    """What a file of that name and content yields; anything but text and bytes is written as JSON."""
    path = folder / name
    if not isinstance(content, bytes | str):
        content = json.dumps(content, ensure_ascii=False)
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return Read(path, strict=strict)
