"""What a person should mend before an article goes out, and what stops it from going out at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from firstseen.model.article import LANGUAGES, Remark
from firstseen.model.wording import shortened
from firstseen.model.words import fold
from firstseen.publish.draft import HEADINGS
from firstseen.publish.prose.sentences import MARK, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.article import Approval, Article, Edition, EditionLanguage, Picture
    from firstseen.model.verdict import Verdict

SHORTEST_ALT: Final = 20
"""Characters below which an alternative text can hardly say what a picture shows. Source: WebAIM's advice is a phrase
or a short sentence; "Frame from the video" has 20."""

_SHOWN: Final = 90
_MANY: Final = 12
"""Remarks of one kind that are told one by one: a text without any marks needs no list of all its sentences."""

_BOILERPLATE: Final = frozenset(
    fold(text)
    for text in (
        "image",
        "picture",
        "photo",
        "photograph",
        "screenshot",
        "video",
        "figure",
        "graphic",
        "illustration",
        "a supporting image within the article body",
        "supporting image within the article body",
        "image may contain",
        "no alt text",
        "alt text",
        "untitled",
        "صورة",
        "صوره",
        "لقطة شاشة",
        "فيديو",
        "صورة داعمة ضمن متن المقال",
        "صورة متعلقة توضيحية",
        "صورة توضيحية",
        "بدون عنوان",
    )
)
_FILE_NAME: Final = re.compile(r"\.(jpe?g|png|svg|webp|gif|avif|heic|mp4|webm)\s*$", re.IGNORECASE)
_HTML: Final = re.compile(r"(?<!\\)<(?:/?[A-Za-z][^<>]{0,2000}>|!--)")
_LINK: Final = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]*)")
_AUTOLINK: Final = re.compile(r"(?<!\\)<([A-Za-z][A-Za-z0-9+.-]{1,31}):[^<>\s]*>")
_SCHEME: Final = re.compile(r"^[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\s-]*?)\s*(?:&colon;|:)")
_DEFINITION: Final = re.compile(r"^\s{0,3}\[[^\]\n]{1,200}\]:\s*<?(\S+)", re.MULTILINE)
_PICTURE: Final = re.compile(r"!\[[^\]\n]{0,500}\]\(([^()\s]{0,200})(?:\s[^()\n]{0,300})?\)")
_TURNING: Final = re.compile("[\u202a-\u202e]")
_SAFE: Final = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What else than its own text decides whether an article may go out.

    `verdict` is the one that holds now; `accepted` the sightings that a person confirmed; `rejected` the ids of
    evidence that a person refused; `approvals` those of the newest version.
    """

    verdict: Verdict | None
    accepted: tuple[str, ...] = ()
    rejected: frozenset[str] = frozenset()
    approvals: tuple[Approval, ...] = ()
    two_persons: bool = False


def remarks_of(article: Article, standing: Standing) -> tuple[Remark, ...]:
    """Everything a person should mend, what blocks first."""
    found = [
        *_gate(article, standing),
        *_editions(article),
        *(one for edition in article.editions for one in _texts(article, edition, standing)),
        *_pictures(article),
        *_sources(article, standing),
    ]
    return tuple(sorted(found, key=lambda one: not one.blocks))


def _gate(article: Article, standing: Standing) -> Iterator[Remark]:
    """What publishing needs besides the text: verdict, sighting, source, second person."""
    verdict = standing.verdict
    if verdict is None:
        yield _blocks("not decided", "Nobody has decided the case yet.", "لم يُبتّ في الحالة بعد.")
    elif verdict.id != article.verdict_id:
        yield _blocks(
            "verdict changed",
            "The verdict was changed after the text was written: check the text against it and take it over.",
            "تغيّر الحكم بعد كتابة النص: راجع النص في ضوئه ثم اعتمده.",
        )
    if not standing.accepted:
        yield _blocks(
            "no accepted sighting",
            "No sighting was accepted by a person: accept a match, or a finding that rests on a stated sighting.",
            "لم يعتمد أحد أي ظهور سابق: اعتمد تطابقًا أو نتيجة تستند إلى ظهور مذكور.",
        )
    if not article.sources:
        yield _blocks("no source", "There is no source.", "لا يوجد أي مصدر.")
    if standing.two_persons and not any(one.by != article.by for one in standing.approvals):
        yield _blocks(
            "not approved",
            f"A second person has to approve version {article.version}; {article.by} wrote it.",
            f"يجب أن يوافق شخص ثانٍ على النسخة {article.version} التي كتبها {article.by}.",
        )


def _editions(article: Article) -> Iterator[Remark]:
    whole = [one for one in article.editions if one.title.strip() and one.body.strip()]
    if not whole:
        yield _blocks(
            "no text", "There is no edition with a title and a text.", "لا توجد نسخة لها عنوان ونص."
        )
        return
    for language in LANGUAGES:
        edition = article.edition(language)
        if edition is None or edition not in whole:
            yield Remark(
                "edition missing",
                f"The {_NAMES[language][0]} edition has no title or no text.",
                f"النسخة {_NAMES[language][1]} بلا عنوان أو بلا نص.",
                language,
            )
        elif not edition.summary.strip():
            yield Remark("no summary", "The summary is empty.", "الملخص فارغ.", language)


_NAMES: Final = {"en": ("English", "الإنجليزية"), "ar": ("Arabic", "العربية")}


class Block(NamedTuple):
    """A block of a text: what sort it is, its words, and the section it stands in."""

    kind: str
    text: str
    section: str


def blocks_of(body: str) -> Iterator[Block]:
    """The blocks of a Markdown text, divided by empty lines and headings."""
    section = ""
    for chunk in re.split(r"\n\s*\n", body.replace("\r\n", "\n")):
        rest: list[str] = []
        for line in chunk.splitlines():
            heading = re.match(r"\s{0,3}(#{1,6})\s+(.*)", line)
            if heading:
                if rest:
                    yield _block(rest, section)
                    rest = []
                section = heading[2].strip().rstrip("#").strip()
                yield Block("heading", section, section)
            elif line.strip():
                rest.append(line)
        if rest:
            yield _block(rest, section)


def _block(lines: list[str], section: str) -> Block:
    first = lines[0].lstrip()
    if all(line.lstrip().startswith(">") for line in lines):
        return Block("quote", "\n".join(lines), section)
    if first.startswith("|"):
        return Block("table", "\n".join(lines), section)
    return Block("text", "\n".join(lines), section)


def _texts(article: Article, edition: Edition, standing: Standing) -> Iterator[Remark]:
    known = {source.id: source for source in article.sources}
    refused = {source.id for source in article.sources if source.evidence in standing.rejected}
    bare: list[Remark] = []
    before = ""
    sections = set()
    for block in blocks_of(edition.body):
        where = f"{edition.language}: {block.section}" if block.section else edition.language
        if block.kind == "heading":
            sections.add(fold(block.text))
        elif block.kind == "quote":
            if not MARK.search(block.text) and not MARK.search(before):
                yield Remark(
                    "unmarked quotation",
                    f"Nothing says whose words these are: {_start(block.text.lstrip('> '))}",
                    f"لا شيء يدل على قائل هذا الكلام: {_start(block.text.lstrip('> '))}",
                    where,
                )
        elif block.kind == "text":
            bare += _bare(block, where)
        for mark in dict.fromkeys(MARK.findall(block.text)):
            if mark not in known:
                yield Remark(
                    "unknown mark",
                    f"[@{mark}] names no source of the article.",
                    f"لا يوجد مصدر باسم [@{mark}].",
                    where,
                )
            elif mark in refused:
                yield Remark(
                    "rejected evidence",
                    f"[@{mark}] stands for evidence that a person rejected.",
                    f"يشير [@{mark}] إلى دليل رفضه أحد المحررين.",
                    where,
                )
        before = block.text.splitlines()[-1] if block.kind == "text" else ""
    yield from bare[:_MANY]
    if len(bare) > _MANY:
        count = len(bare) - _MANY
        yield Remark(
            "unsourced sentence",
            f"{count} more sentences name no source.",
            f"جمل أخرى لا تذكر مصدرًا، وعددها {count}.",
            edition.language,
        )
    yield from _sections(edition, sections)
    yield from _unsafe(article, edition)


def _bare(block: Block, where: str) -> list[Remark]:
    """The sentences of a paragraph that rest on nothing."""
    # Each point of a list stands for itself.
    points = re.split(r"^\s{0,8}(?:[-*+]|\d{1,9}[.)])\s", _PICTURE.sub("", block.text), flags=re.MULTILINE)
    sentences = [one for point in points for one in split_sentences(" ".join(point.split()))]
    return [
        Remark(
            "unsourced sentence",
            f"This sentence names no source: {_start(sentence)}",
            f"هذه الجملة لا تذكر مصدرًا: {_start(sentence)}",
            where,
        )
        for sentence in sentences
        if not MARK.search(sentence) and any(c.isalnum() for c in sentence)
    ]


def _sections(edition: Edition, present: set[str]) -> Iterator[Remark]:
    if not edition.body.strip():
        return
    for headings in HEADINGS.values():
        wanted = headings[edition.language]
        if fold(wanted) not in present:
            yield Remark(
                "section missing",
                f"There is no section “{wanted}”.",
                f"لا يوجد قسم بعنوان «{wanted}».",
                edition.language,
            )


def _unsafe(article: Article, edition: Edition) -> Iterator[Remark]:
    body = edition.body
    for name, text in (("title", edition.title), ("summary", edition.summary), ("text", body)):
        if _TURNING.search(text):
            yield Remark(
                "direction override",
                f"The {name} holds characters that turn the direction of what follows; they are left out.",
                "يحتوي النص على محارف تقلب اتجاه ما بعدها، ولن تُعرض.",
                edition.language,
            )
    html = _HTML.search(body)
    if html and not _AUTOLINK.match(html[0]):
        yield Remark(
            "raw HTML",
            f"HTML is shown as text, not obeyed: {_start(html[0])}",
            f"تُعرض شيفرة HTML نصًّا ولا تُنفَّذ: {_start(html[0])}",
            edition.language,
        )
    pictures = {picture.id for picture in article.pictures}
    placed = set(_PICTURE.findall(body))
    for target in sorted(placed - pictures):
        yield Remark(
            "unknown picture",
            f"There is no picture “{_start(target)}” in the article.",
            f"لا توجد في المقال صورة باسم «{_start(target)}».",
            edition.language,
        )
    without = _PICTURE.sub("", body)
    targets = [*_LINK.findall(without), *_DEFINITION.findall(without)]
    targets += [found[0].strip("<>") for found in _AUTOLINK.finditer(without)]
    for target in dict.fromkeys(targets):
        if not _is_safe(target):
            yield Remark(
                "odd link",
                f"A link of this kind is taken out: {_start(target)}",
                f"يُحذف هذا النوع من الروابط: {_start(target)}",
                edition.language,
            )


def _is_safe(target: str) -> bool:
    scheme = _SCHEME.match(target)
    return scheme is not None and "".join(scheme[1].split()).lower() in _SAFE


def _pictures(article: Article) -> Iterator[Remark]:
    titles = {fold(edition.title) for edition in article.editions}
    whole = [edition.language for edition in article.editions if edition.body.strip()]
    for picture in article.pictures:
        for language in whole:
            yield from _alt(picture, language, titles)


def _alt(picture: Picture, language: EditionLanguage, titles: set[str]) -> Iterator[Remark]:
    alt = (picture.alt if language == "en" else picture.alt_ar).strip()
    where = f"{language}: {picture.id}"
    if not alt:
        yield _blocks("no alt text", "The picture has no alternative text.", "الصورة بلا نص بديل.", where)
    elif fold(alt) in _BOILERPLATE or _FILE_NAME.search(alt) or fold(alt) in titles:
        yield _blocks(
            "boilerplate alt text",
            f"The alternative text does not say what the picture shows: {_start(alt)}",
            f"النص البديل لا يصف ما تُظهره الصورة: {_start(alt)}",
            where,
        )
    elif len(alt) < SHORTEST_ALT:
        yield Remark(
            "short alt text",
            f"The alternative text is very short: {_start(alt)}",
            f"النص البديل قصير جدًّا: {_start(alt)}",
            where,
        )


def _sources(article: Article, standing: Standing) -> Iterator[Remark]:
    used = {mark for edition in article.editions for mark in MARK.findall(edition.body)}
    for source in article.sources:
        name = _start(source.name)
        if not source.url:
            yield Remark("no link", f"The source has no link: {name}", f"المصدر بلا رابط: {name}", source.id)
        if not source.archived_url:
            yield Remark(
                "no archive copy",
                f"The source has no archive copy: {name}",
                f"المصدر بلا نسخة مؤرشفة: {name}",
                source.id,
            )
        if source.evidence in standing.rejected and source.id not in used:
            yield Remark(
                "rejected evidence",
                f"The source stands for evidence that a person rejected: {name}",
                f"يشير المصدر إلى دليل رفضه أحد المحررين: {name}",
                source.id,
            )


def _start(text: str) -> str:
    return shortened(text, _SHOWN)


def _blocks(name: str, sentence: str, sentence_ar: str, where: str = "") -> Remark:
    return Remark(name, sentence, sentence_ar, where, blocks=True)
