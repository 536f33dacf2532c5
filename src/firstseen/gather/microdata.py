"""Microdata: items that stand in a page's own elements, put into the shape of JSON-LD."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from firstseen.gather.jsonld import joined
from firstseen.gather.plain import clean

if TYPE_CHECKING:
    from firstseen.gather.jsonld import Node
    from firstseen.gather.markup import Tag

_ADDRESSES: Final = {
    "a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "embed": "src", "source": "src",
    "audio": "src", "video": "src", "object": "data",
}  # fmt: skip
_VALUES: Final = {"meta": "content", "time": "datetime", "data": "value", "meter": "value"}
_MOST_ITEMS: Final = 10_000
_DEEPEST: Final = 8
"""Properties within properties whose text is collected: every text is looked at that many times at most."""


class _Open:
    """An element that is open and matters: it holds an item, a property's text, or both."""

    __slots__ = ("holder", "item", "name", "properties", "start")

    def __init__(
        self, name: str, item: Node | None, holder: Node | None, properties: list[str], start: int
    ) -> None:
        self.name = name
        self.item = item
        self.holder = holder
        self.properties = properties
        self.start = start


class Microdata:
    """Collects the items of a page while its tags go by; `close` gives them."""

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._items: list[Node] = []
        self._open: list[_Open | str] = []
        self._names: Counter[str] = Counter()
        self._holders: list[Node] = []
        self._words: list[str] = []
        self._collecting = 0
        self._count = 0

    def take_start(self, tag: Tag, *, void: bool) -> None:
        """Take note of an element that begins."""
        scoped = "itemscope" in tag.attributes and self._count < _MOST_ITEMS
        properties = tag.get("itemprop").split() if self._holders else []
        if not self._holders and not scoped:
            return
        holder = self._holders[-1] if self._holders else None
        item: Node | None = self._item(tag) if scoped else None
        if item is not None:
            self._count += 1
            if holder is not None and properties:
                self._put(holder, properties, item)
            else:
                self._items.append(item)
        value = "" if item is not None else self._value(tag)
        if value and holder is not None:
            self._put(holder, properties, value)
        if void or tag.closed:
            return
        spoken = not value and item is None and self._collecting < _DEEPEST
        self._push(tag.name, item, holder, properties if spoken else [])

    def _push(self, name: str, item: Node | None, holder: Node | None, properties: list[str]) -> None:
        self._names[name] += 1
        if item is None and not properties:
            self._open.append(name)
            return
        if item is not None:
            self._holders.append(item)
        else:
            self._collecting += 1
        self._open.append(_Open(name, item, holder, properties, len(self._words)))

    def take_end(self, name: str) -> None:
        """Take note of an element that ends, and of those in it that were never closed."""
        if not self._names[name]:
            return
        while True:
            last = self._open.pop()
            last_name = last if isinstance(last, str) else last.name
            self._names[last_name] -= 1
            if isinstance(last, _Open):
                self._end(last)
            if last_name == name:
                return

    def _end(self, last: _Open) -> None:
        if last.item is not None:
            self._holders.pop()
            return
        text = clean("".join(self._words[last.start :]))
        if text and last.holder is not None:
            self._put(last.holder, last.properties, text)
        self._collecting -= 1
        if not self._collecting:
            self._words.clear()

    def take_text(self, text: str) -> None:
        """Take note of a text."""
        if self._collecting:
            self._words.append(text)

    def close(self) -> list[Node]:
        """The items that are no property of another, in the page's order."""
        while self._open:
            last = self._open.pop()
            if isinstance(last, _Open):
                self._end(last)
        return self._items

    def _item(self, tag: Tag) -> Node:
        item: Node = {}
        if tag.get("itemtype"):
            item["@type"] = tag.get("itemtype").split()
        if tag.get("itemid"):
            item["@id"] = joined(self._address, tag.get("itemid"))
        return item

    def _value(self, tag: Tag) -> str:
        """What an element says by an attribute; empty when its text is what it says."""
        if tag.get("content"):
            return tag.get("content")
        if tag.name in _VALUES:
            return tag.get(_VALUES[tag.name])
        address = tag.get(_ADDRESSES.get(tag.name, ""))
        return joined(self._address, address) if address else ""

    def _put(self, holder: Node, properties: list[str], value: object) -> None:
        for name in properties:
            held = holder.get(name)
            if held is None:
                holder[name] = value
            elif isinstance(held, list):
                held.append(value)
            else:
                holder[name] = [held, value]
