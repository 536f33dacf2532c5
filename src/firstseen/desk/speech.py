"""Speech in footage that is checked, heard in a worker process and read into what it asserts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstseen import jobs
from firstseen.claims.speech import check_installed, speech_asserts
from firstseen.errors import FirstseenError
from firstseen.workers import Call, Workers

if TYPE_CHECKING:
    from pathlib import Path

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.claims.speech import Spoken
    from firstseen.model.claim import Assertion
    from firstseen.model.descriptor import Description
    from firstseen.settings import Settings


def hear_speech(
    path: Path, query: Description, settings: Settings, lexicon: Lexicon | None
) -> tuple[tuple[Assertion, ...], tuple[str, ...]]:
    """What speech in a file asserts, weak, and notes on how it was heard.

    What is missing to hear it is a note, not an error: the pictures and the caption are judged all the same.
    """
    if not settings.check.speech_s or not query.media.has_sound:
        return (), ()
    try:
        check_installed()
        with Workers(settings.workers) as team:
            (done,) = team.run([Call(str(path), jobs.hear_speech, (path, settings))])
        if done.error is not None:
            raise done.error
    except FirstseenError as error:
        return (), (f"not heard: {error}",)
    spoken: tuple[Spoken, ...] = done.result
    languages = ", ".join(sorted({one.language for one in spoken}))
    told = f"{len(spoken)} stretches heard, in {languages}" if spoken else "none heard"
    return speech_asserts(query.media.id, query.media.name, spoken, lexicon), (told,)
