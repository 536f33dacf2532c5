"""Cards for social networks: of the right size, with the rating in words, and without broken letters."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from firstseen.publish.site import cards
from firstseen.publish.site.facts import site_of
from tests.publish.articles import SLUG, reference_publication, write_pictures
from tests.publish.sites import BASE, PUBLISH, RATINGS, another, made_site


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_every_edition_has_a_card_that_its_page_names(tmp_path: Path) -> None:
    made = made_site(tmp_path, [reference_publication(), another(2, change="withdrawn")])
    for language, label in (("en", "Misleading"), ("ar", "مضلل")):
        file = made.folder / f"cards/{SLUG}-{language}.png"
        with Image.open(file) as card:
            assert (card.format, card.size) == ("PNG", (1200, 630))
        assert file.stat().st_size < 500_000
        page = made.text(f"{language}/{SLUG}/")
        assert f'<meta property="og:image" content="{BASE}/cards/{SLUG}-{language}.png">' in page
        assert f'<meta property="og:title" content="{label}: ' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert not (made.folder / "cards/check-2-en.png").exists()


def test_a_card_is_drawn_again_only_when_it_would_change(tmp_path: Path) -> None:
    made_site(tmp_path, [reference_publication()])
    again = made_site(tmp_path, [reference_publication(2, "corrected")])
    assert not [path for path in again.written.changed if path.startswith("cards/")]
    other = reference_publication()
    later = made_site(tmp_path, [replace(other, article=replace(other.article, rating="fake"))])
    assert len([path for path in later.written.changed if path.startswith("cards/")]) == 2


@pytest.mark.parametrize("rating", sorted(RATINGS))
def test_every_rating_has_a_sign_and_a_word(tmp_path: Path, rating: str) -> None:
    assert rating in cards._SIGNS
    site = cards_site()
    base = reference_publication()
    write_pictures(tmp_path)
    one = replace(base, article=replace(base.article, rating=rating))
    card = opened(cards.draw_card(one, "en", site, tmp_path))
    sign, word = card.crop((50, 490, 160, 620)), card.crop((175, 490, 600, 620))
    for part in (sign, word):
        assert ImageChops.difference(part, Image.new("RGB", part.size, "white")).getbbox()


def cards_site():
    return site_of([reference_publication()], PUBLISH, RATINGS, {}, {})


def test_arabic_is_drawn_whole_or_not_at_all() -> None:
    for path in cards._arabic_fonts():
        assert not cards._missing("مضلل", path)
        assert cards._missing("\U0010fffc", path)
    font = cards._font("مضلل", 40)
    assert (font is None) == (not cards._arabic_fonts())


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_that_cannot_be_read_is_left_out(tmp_path: Path, content: bytes) -> None:
    one = reference_publication()
    (tmp_path / one.article.pictures[0].file).write_bytes(content)
    assert opened(cards.draw_card(one, "ar", cards_site(), tmp_path)).size == (1200, 630)
    bare = replace(one, article=replace(one.article, pictures=()))
    assert opened(cards.draw_card(bare, "en", cards_site(), tmp_path)).size == (1200, 630)
