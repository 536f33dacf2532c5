"""The methodology page: what holds, in both languages, with a version for each change and the earlier ones kept."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firstseen.errors import InputError
from firstseen.publish.site import write_site
from firstseen.publish.site.method import Method, method_of
from firstseen.settings import default_settings
from tests.publish.articles import reference_publication, write_pictures
from tests.publish.sites import PUBLISH, RATINGS

FIRST, LATER = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)


def written(tmp_path: Path, method: Method, at: datetime, **changes: object) -> Path:
    write_pictures(tmp_path / "pictures")
    folder = tmp_path / "site"
    settings = replace(PUBLISH, **changes)
    write_site(
        [reference_publication()],
        folder,
        settings,
        tmp_path / "pictures",
        ratings=RATINGS,
        method=method,
        at=at,
    )
    return folder


def versions(folder: Path) -> list[dict[str, object]]:
    return json.loads((folder / "data/methodology.json").read_text())["versions"]


def test_the_page_says_rules_thresholds_ratings_and_policies_in_both_languages(tmp_path: Path) -> None:
    settings = default_settings()
    method = method_of(replace(settings, verdict=replace(settings.verdict, undated_tolerance_days=17.0)))
    folder = written(tmp_path, method, FIRST, two_persons=True)
    english = (folder / "en/methodology/index.html").read_text(encoding="utf-8")
    arabic = (folder / "ar/methodology/index.html").read_text(encoding="utf-8")
    for rule in range(1, 9):
        assert f">R{rule}<" in english
        assert f">R{rule}<" in arabic
    assert "17 where the caption states no time" in english
    assert "17 إذا لم يذكر النص وقتًا" in arabic
    for one in RATINGS.values():
        assert one.means.en.replace("'", "&#39;") in english
        assert one.means.ar in arabic
    assert settings.describe.model in english
    assert "A second person approves every fact-check" in english
    assert "mailto:desk@example.org" in english
    assert "Version 1, since 5 January 2026" in english
    assert str(versions(folder)[0]["digest"]) in english


def test_a_change_makes_a_version_and_the_earlier_one_keeps_its_address(tmp_path: Path) -> None:
    method = method_of(default_settings())
    folder = written(tmp_path, method, FIRST)
    (first,) = versions(folder)
    kept = folder / f"en/methodology/{str(first['digest'])[:12]}/index.html"
    said = kept.read_text(encoding="utf-8")
    assert versions(written(tmp_path, method, LATER)) == [first]
    changed = replace(method, thresholds={**method.thresholds, "exact_tolerance_days": 3.0})
    written(tmp_path, changed, LATER)
    assert [(one["number"], one["since"]) for one in versions(folder)] == [
        (1, "2026-01-05"),
        (2, "2026-03-09"),
    ]
    assert kept.read_text(encoding="utf-8") == said
    newest = (folder / "en/methodology/index.html").read_text(encoding="utf-8")
    assert "Days that must lie between the two: 3 for a stated day" in newest
    assert f"methodology/{str(first['digest'])[:12]}/" in newest
    # A style that the kept page asks for stays too.
    style = said.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert (kept.parent / style).resolve().is_file()


def test_what_is_said_again_after_a_change_is_a_version_of_its_own(tmp_path: Path) -> None:
    method = method_of(default_settings())
    other = replace(method, model="another model")
    for one in (method, other, method):
        folder = written(tmp_path, one, FIRST)
    numbers = [(one["number"], one["digest"]) for one in versions(folder)]
    assert len(numbers) == 3
    assert numbers[0][1] == numbers[2][1] != numbers[1][1]
    assert (folder / f"ar/methodology/{str(numbers[1][1])[:12]}/index.html").is_file()


@pytest.mark.parametrize("text", ["", "[]", '{"versions": [{"number": "x"}]}', '{"versions": 3}'])
def test_a_broken_list_of_versions_is_told_and_not_written_over(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path, method_of(default_settings()), FIRST)
    path = folder / "data/methodology.json"
    path.write_text(text)
    with pytest.raises(InputError, match="restore it from a backup"):
        written(tmp_path, method_of(default_settings()), LATER)
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}'])
def test_a_broken_list_of_files_is_told(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path, method_of(default_settings()), FIRST)
    (folder / ".firstseen-site.json").write_text(text)
    with pytest.raises(InputError, match="is not the list of files"):
        written(tmp_path, method_of(default_settings()), LATER)


def test_a_list_of_files_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = written(tmp_path, method_of(default_settings()), FIRST)
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    path = folder / ".firstseen-site.json"
    listed = json.loads(path.read_text())
    listed["files"] |= {"../outside.txt": "x", str(outside): "x"}
    path.write_text(json.dumps(listed))
    written(tmp_path, method_of(default_settings()), LATER)
    assert outside.read_text() == "mine"
