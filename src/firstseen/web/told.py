"""What is wrong with a name or a password, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firstseen.errors import InputError

_SAID: Final = {
    "is taken": "people.name_taken",
    "looks like": "people.name_alike",
    "of one script only": "people.name_script",
    "a name has": "people.name_form",
    "a shown name is": "people.shown_form",
    "a password has": "people.password_form",
    "made of the account's name": "people.password_of_name",
    "that anybody would try": "people.password_common",
    "is the last admin": "people.last_admin",
    "needs a label": "people.label_form",
}
"""Parts of our own sentences, and the phrases that say the same. What is not here is shown as it is, in English."""


def phrase_of(error: InputError) -> str:
    """The key of the phrase that says what an error says, or the error's own sentence."""
    told = str(error)
    return next((key for part, key in _SAID.items() if part in told), told)
