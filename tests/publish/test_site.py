"""The published site: its pages, its links, what a second writing changes, and what it refuses."""

import os
import posixpath
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from firstseen.errors import InputError
from firstseen.model.article import ReadMore
from tests.publish.articles import SLUG, reference_publication
from tests.publish.sites import BASE, Made, another, links_of, made_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    several = [
        reference_publication(2, "corrected"),
        *(another(number, topic="politics" if number % 2 else "war") for number in range(2, 26)),
    ]
    withdrawn = reference_publication(3, "withdrawn")
    gone = replace(
        withdrawn, case_id="case-99", article=replace(withdrawn.article, case_id="case-99", slug="gone")
    )
    return made_site(
        tmp_path_factory.mktemp("site"), [*several, gone], {SLUG: 3, "check-3": 9, "check-5": 9, "gone": 50}
    )


def test_a_page_has_every_part_of_a_fact_check_in_both_languages(site: Made) -> None:
    for language, parts in (
        (
            "en",
            (
                "The Claim",
                "News posted on",
                "Emerging story",
                "Analysis",
                "Classification",
                "Sources",
                "Read more",
            ),
        ),
        (
            "ar",
            ("الادعاء", "نشر عن الخبر", "الخبر المتداول", "التحقيق", "تصنيف الخبر", "المصادر", "اقرأ أيضًا"),
        ),
    ):
        page = site.text(f"{language}/{SLUG}/")
        headings = [
            re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)
        ]
        places = [headings.index(part) for part in parts]
        assert places == sorted(places)
        assert page.count("<h1") == 1


def test_the_head_says_title_author_section_dates_and_the_lead_picture_its_finding(site: Made) -> None:
    page = site.text(f"en/{SLUG}/")
    assert "<bdi>mona</bdi>" in page
    assert "6 December 2024" in page
    assert "8 December 2024" in page
    assert '<a href="../../en/topics/war/">War and conflict</a>' in page
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page)
    assert caption
    assert "online in July 2015" in caption[1]
    assert "(<bdi>A paper; the post that was checked</bdi>)" in caption[1]
    assert page.count("side-by-side") == 0


def test_a_rating_is_a_word_with_a_sign_and_says_what_it_means(site: Made) -> None:
    page = site.text(f"ar/{SLUG}/")
    badge = re.search(r'<span class="badge misleading">(.*?)</span>', page, re.DOTALL)
    assert badge
    assert "<svg" in badge[1]
    assert "مضلل" in badge[1]
    assert "قُدّمت بطريقة أو في سياق يقود إلى استنتاج خاطئ" in page


def test_a_correction_stands_at_the_top_and_below_and_on_the_page_of_corrections(site: Made) -> None:
    page = site.text(f"en/{SLUG}/")
    note = "An earlier version dated the first copy to June 2015."
    assert page.count(note) == 3  # top, list, markup
    assert page.index(note, page.index("<main")) < page.index("The Claim</bdi>")
    assert note in site.text("en/corrections/")
    assert "والصحيح يوليو/تموز 2015" in site.text("ar/corrections/")


def test_a_mark_leads_to_its_source_and_a_source_to_its_archived_copy(site: Made) -> None:
    page = site.text(f"en/{SLUG}/")
    for mark in re.findall(r'href="#(source-[^"]+)"', page):
        assert f'id="{mark}"' in page
    assert 'href="https://web.archive.org/web/20150702000000/' in page
    assert "no archived copy" in page


def test_editions_name_each_other_and_themselves(site: Made) -> None:
    for language in ("en", "ar"):
        page = site.text(f"{language}/{SLUG}/")
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
        assert f'<link rel="canonical" href="{BASE}/{language}/{SLUG}/">' in page
        for other in ("en", "ar"):
            assert f'<link rel="alternate" hreflang="{other}" href="{BASE}/{other}/{SLUG}/">' in page


def test_every_link_inside_the_site_leads_to_a_file_and_none_outside_is_loaded(site: Made) -> None:
    for page in site.pages():
        text = page.read_text(encoding="utf-8")
        here = page.relative_to(site.folder).parent.as_posix()
        for link in map(unescape, links_of(text)):
            address, fragment = urldefrag(link)
            if address.startswith(f"{BASE}/"):
                target = address.removeprefix(f"{BASE}/") or "."
            elif urlsplit(address).scheme:
                continue
            else:
                target = posixpath.normpath(posixpath.join(f"/{here}", address)).strip("/") or "."
                target = target if address else ""
            if target:
                path = site.folder / target
                assert (path / "index.html" if path.is_dir() else path).is_file(), (page, link)
            elif fragment:
                assert f'id="{fragment}"' in text, (page, link)
        for loaded in re.findall(r'(?:src|<link rel="(?:stylesheet|icon)" href)="([^"]*)"', text):
            assert not urlsplit(loaded).scheme or loaded.startswith(BASE), (page, loaded)


def test_pages_run_nothing_but_the_search(site: Made) -> None:
    for page in site.pages():
        text = page.read_text(encoding="utf-8")
        scripts = re.findall(r"<script[^>]*>", text)
        wanted = {'<script type="application/ld+json">'}
        if page.parent.name == "search":
            wanted = {
                one for one in scripts if one.startswith('<script type="module" src="../../assets/search.')
            }
        assert set(scripts) <= wanted
        assert not re.search(r"<[^>]+\s(?:on\w+|style)=", text)
        assert "script-src 'self'" in text
        assert len(text.encode()) <= 150_000


def test_lists_have_pages_and_sections_have_lists(site: Made) -> None:
    first, second = site.text("en/"), site.text("en/page/2/")
    assert first.count('class="entry"') == 20
    assert second.count('class="entry"') == 5
    assert 'rel="next" href="../en/page/2/"' in first
    assert 'rel="prev"' in second
    assert site.text("en/topics/politics/").count('class="entry"') == 12
    assert "No fact-check has been published here yet." in site.text("en/topics/disaster/")


def test_most_read_counts_what_stands_and_breaks_ties_by_date(site: Made) -> None:
    rail = re.search(r'<aside class="rail".*?</aside>', site.text("ar/"), re.DOTALL)
    assert rail
    assert re.findall(r'href="../ar/([^"]+)/"', rail[0]) == ["check-3", "check-5", SLUG]


def test_a_withdrawn_fact_check_stays_as_a_notice(site: Made) -> None:
    page = site.text("en/gone/")
    assert "This fact-check was withdrawn" in page
    assert "June 2015" in page
    assert "ClaimReview" not in page
    assert "Emerging story" not in page
    assert "gone/" not in site.text("en/") + site.text("en/page/2/")


def test_read_more_leads_to_pages_that_are_there(tmp_path: Path) -> None:
    one = reference_publication()
    more = (
        ReadMore("same footage", "Shared in 2018", case_id="case-2"),
        ReadMore("same footage", "Never published", case_id="case-77"),
        ReadMore("same claim", "Bad", url="javascript:alert(1)"),
        ReadMore("same claim", "Elsewhere", url="https://example.com/x", publisher="Another"),
    )
    site = made_site(tmp_path, [replace(one, article=replace(one.article, read_more=more)), another(2)])
    page = site.text(f"en/{SLUG}/")
    assert 'href="../../en/check-2/"' in page
    assert "Never published" not in page
    assert "javascript:" not in page
    assert "https://example.com/x" in page


def test_a_second_writing_touches_only_what_changed(tmp_path: Path) -> None:
    site = made_site(tmp_path, [reference_publication(), another(2)])
    for path in site.folder.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (site.folder / "CNAME").write_text("desk.example.org")
    again = made_site(tmp_path, site.publications)
    assert again.written.changed == ()
    assert again.written.kept == len(site.written.changed)
    changed = made_site(tmp_path, [reference_publication(2, "corrected"), another(2)])
    assert f"en/{SLUG}/index.html" in changed.written.changed
    assert "en/check-2/index.html" not in changed.written.changed
    assert (site.folder / "en/check-2/index.html").stat().st_mtime == 1_000_000_000
    assert not [path for path in site.folder.rglob(".*") if not path.name.startswith(".firstseen-site")]


def test_what_is_no_longer_made_goes_and_what_somebody_put_there_stays(tmp_path: Path) -> None:
    site = made_site(tmp_path, [reference_publication(), another(2)])
    (site.folder / "en/own.html").write_text("mine")
    later = made_site(tmp_path, [reference_publication()])
    assert not (site.folder / "en/check-2").exists()
    assert "en/check-2/index.html" in later.written.removed
    assert (site.folder / "en/own.html").read_text() == "mine"


@pytest.mark.parametrize(
    "slug", ["../../x", "a/b", "", ".", "search", "topics", "A", "a b", "x" * 200, "a\x00b", "\ud800", "مقطع"]
)
def test_a_slug_that_is_no_address_is_refused_before_anything_is_written(tmp_path: Path, slug: str) -> None:
    one = reference_publication()
    with pytest.raises(InputError, match=r"case-1: .* cannot be the address"):
        made_site(tmp_path, [replace(one, article=replace(one.article, slug=slug))])
    assert not (tmp_path / "site").exists()


def test_two_articles_of_one_slug_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"case-1 and case-2 want the same address"):
        made_site(tmp_path, [reference_publication(), _renamed()])


def _renamed():
    two = another(2)
    return replace(two, article=replace(two.article, slug=SLUG))


@pytest.mark.parametrize("file", ["../../etc/passwd", "a.jpg", "0" * 64 + ".html", "0" * 64 + ".jpg"])
def test_a_picture_of_another_name_or_that_is_missing_is_refused(tmp_path: Path, file: str) -> None:
    one = reference_publication()
    picture = replace(one.article.pictures[0], file=file)
    with pytest.raises(InputError, match="case-1"):
        made_site(tmp_path, [replace(one, article=replace(one.article, pictures=(picture,)))])


def test_a_picture_whose_bytes_changed_is_refused(tmp_path: Path) -> None:
    site = made_site(tmp_path, [])
    file = reference_publication().article.pictures[0].file
    (tmp_path / "pictures" / file).write_bytes(b"other")
    with pytest.raises(InputError, match="is not what was published"):
        made_site(tmp_path, [reference_publication()])
    assert site.written.changed


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "desk.example.org"},
        {"url": "javascript:alert(1)"},
        {"url": "https://a.example/?q=1"},
        {"topics": ""},
        {"topics": "war=War"},
        {"topics": "../x=War=حرب"},
        {"topics": "a=A=ا; a=B=ب"},
    ],
)
def test_settings_that_make_no_site_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"publish\."):
        made_site(tmp_path, [], **changes)


def test_an_empty_desk_has_a_site_that_says_so(tmp_path: Path) -> None:
    site = made_site(tmp_path, [], about="", about_ar="", contact="")
    assert "لم يُنشر أي تحقق هنا بعد" in site.text("ar/")
    assert site.text("index.html").count("hreflang") > 2


def test_copies_stand_in_a_table_by_date_and_on_a_chart_where_the_article_has_none(tmp_path: Path) -> None:
    base = reference_publication()
    editions = tuple(
        replace(one, body=one.body.replace("![](timeline)", "")) for one in base.article.editions
    )
    site = made_site(tmp_path, [replace(base, article=replace(base.article, editions=editions))])
    page = site.text(f"ar/{SLUG}/")
    chart = re.search(r'<div class="chart" dir="ltr">(.*?)</div>', page, re.DOTALL)
    assert chart
    assert chart[1].count('class="bar') == 3
    assert 'role="img" aria-label="خط زمني' in chart[1]
    places = [float(one) for one in re.findall(r' x="([\d.]+)%"[^>]* rx="4"', chart[1])]
    assert places == sorted(places)
    assert all(6 <= one <= 100 for one in places)
    table = page[page.index("<table>") : page.index("</table>")]
    assert table.index("2015") < table.index("2024")
    assert table.count("أقدم نسخة عُثر عليها") == 1
    assert 'class="chart"' not in made_site(tmp_path, [base]).text(f"ar/{SLUG}/")
