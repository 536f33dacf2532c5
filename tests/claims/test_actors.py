"""Who captions name and in which role, on a table in both languages; the traps; a desk's own list."""

import csv
from pathlib import Path

import pytest

from firstseen.claims.actors import find_actors, load_lexicon
from firstseen.claims.naming.heads import force_actor
from firstseen.errors import BadRecord, InputError

TABLE = Path(__file__).with_name("actors.csv")
ACTORS_FLOOR = 0.97
ROLES_FLOOR = 0.92


def rows(language):
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["language"] == language]


def named(text, lexicon=None):
    """The actors of a text with their roles; those that are only a trade or an age left out."""
    found = find_actors(text, lexicon=lexicon)
    return [(who.actors[0].id, who.role) for who in found if not who.actors[0].id.startswith("role-")]


def ids(text, lexicon=None):
    return [id_ for id_, _ in named(text, lexicon)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_captions_are_read_as_a_person_reads_them(language) -> None:
    wrong, wrong_roles, roles = [], [], 0
    for row in rows(language):
        wanted = [tuple(part.split(":")) for part in row["actors"].split()]
        found = named(row["text"])
        if [id_ for id_, _ in found] != [id_ for id_, _ in wanted]:
            wrong.append((row["text"], found))
            continue
        roles += len(wanted)
        wrong_roles += [(row["text"], f) for f, w in zip(found, wanted, strict=True) if f != w]
    assert len(wrong) <= (1 - ACTORS_FLOOR) * len(rows(language)), wrong
    assert len(wrong_roles) <= (1 - ROLES_FLOOR) * roles, wrong_roles


def test_both_tables_are_of_a_size() -> None:
    assert len(rows("en")) >= 125
    assert len(rows("ar")) >= 125


@pytest.mark.parametrize(
    "text",
    [
        "Earthquake in Turkey",
        "a turkey and a chad walk into a bar",
        "Let us help us",
        "This IS a fake video",
        "Sea of Azov",
        "A concert of music by Richard Wagner",
        "Jordan Peterson and Chad Smith",
        "People gather in Hama",
        "استقبلوه بحماس كبير",
        "فتح الباب",
        "أسد في الشارع",
        "الله أكبر",
        "على أمل اللقاء",
        "كان له عون من الناس",
        "زلزال في تركيا",
        "وزارة المالية",
        "في إيران",
        "",
        "😭😭 123",
    ],
)
def test_what_only_looks_like_a_name_names_nobody(text) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("سقوط الأسد في سوريا", "bashar-al-assad"),
        ("U.S. troops in Syria", "army-US"),
        ("US troops in Syria", "army-US"),
        ("#حماس_تنتصر", "hamas"),
        ("#HamasFighters in Gaza", "hamas"),
        ("hamas fighters surrender", "hamas"),
        ("ولحماس صواريخ", "hamas"),
        ("للجيش السوري", "army-SY"),
        ("وبالجيش الأوكراني", "army-UA"),
        ("حَمَاس تهدد", "hamas"),
        ("حمــاس تهدد", "hamas"),
        ("الجيش الأوكرانى", "army-UA"),
        ("القوات الجوية الروسية", "airforce-RU"),
        ("Russian navy", "navy-RU"),
        ("جندي إسرائيلي", "army-IL"),
        ("عائلة فلسطينية", "people-PS"),
        ("لاعبون جزائريون", "people-DZ"),
        ("Norwegian tourists", "people-NO"),
        ("الشرطة الكينية", "police-KE"),
        ("Peruvian police", "police-PE"),
        ("حكومة لبنان", "state-LB"),
    ],
)
def test_a_name_is_met_in_the_forms_in_which_it_is_written(text, id_) -> None:
    assert id_ in ids(text)


def test_a_quote_holds_the_words_as_they_stand_in_the_text() -> None:
    for text, words in [
        ("Yesterday the «Ukrainian  army» left", "Ukrainian  army"),
        ("قال إن لِحَمَاس صواريخ", "حَمَاس"),
        ("وللجيش السوري", "لجيش السوري"),
        ("😭 Syrian rebels", "Syrian rebels"),
    ]:
        quote = find_actors(text)[0].quote
        assert quote.text == words
        assert text[quote.start : quote.end] == words


def test_what_a_group_belongs_to_and_is_related_to_is_told() -> None:
    actors = load_lexicon().actors
    assert "hamas" in actors["qassam"].within
    assert "syrian-rebels" in actors["hts"].within
    assert "al-nusra" in actors["hts"].related
    assert actors["houthis"].country == "YE"
    assert actors["isis"].country == ""
    assert "syrian-rebels" not in actors["isis"].within
    (navy,) = find_actors("Russian navy in the Black Sea")[0].actors
    assert navy.within == ("army-RU", "state-RU")


def test_every_id_that_an_actor_points_to_is_known() -> None:
    actors = load_lexicon().actors
    generated = ("state-", "army-", "people-", "police-")
    for actor in actors.values():
        for other in (*actor.within, *actor.related):
            assert other in actors or other.startswith(generated), (actor.id, other)


def test_a_person_on_no_list_is_named_by_the_title() -> None:
    (who,) = find_actors("President Ibrahim Koroma resigns")
    assert (who.actors[0].id, who.actors[0].kind, who.actors[0].country) == (
        "person-ibrahim-koroma",
        "person",
        "",
    )
    (who,) = find_actors("الوزير سامر العقاد يعلن استقالته")
    assert who.actors[0].id == "person-سامر-العقاد" or who.actors[0].kind == "person"


def test_somebody_without_a_name_is_an_actor_without_a_country() -> None:
    (who,) = find_actors("Protesters in the street")
    assert (who.actors[0].id, who.actors[0].country) == ("role-protester", "")
    (who,) = find_actors("أطفال في المخيم")
    assert (who.actors[0].id, who.actors[0].country) == ("role-child", "")


def test_what_a_text_denies_is_marked() -> None:
    assert named("ISIS militants, not Syrian rebels") == [("isis", "agent"), ("syrian-rebels", "denied")]
    assert ("people-PS", "denied") in named("هذا ليس طفلا فلسطينيا")


def test_a_desk_adds_actors_of_its_own(tmp_path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(
        'vanguard = { kind = "group", name = "Northern Vanguard", ar = "طليعة الشمال", within = ["amal"] }\n'
        'hamas = { kind = "group", name = "Hamas", ar = "حماس", country = "PS", aliases = ["The Movement"] }\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(own)
    assert ids("طليعة الشمال تهدد حركة أمل", lexicon) == ["vanguard", "amal"]
    assert ids("The Movement speaks", lexicon) == ["hamas"]
    assert ids("Northern Vanguard") == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('a = { kind = "gang", name = "A" }', "kind must be one of"),
        ('a = { kind = "group" }', "needs a name"),
        ('a = { kind = "group", name = "A", country = "Syria" }', "no ISO 3166-1"),
        ('a = { kind = "group", name = "A", alias = ["B"] }', "does not know 'alias'"),
        ('a = { kind = "group", name = "A", aliases = "B" }', "list of texts"),
        ('a = { kind = "group", name = 5 }', "name must be text"),
        ('a = { kind = "group", name = "A", weak = ["B"] }', "beside which they count"),
        ('a = "A"', "write it as"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named_with_its_line(tmp_path, line, reason) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(f"# ours\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadRecord, match=reason) as caught:
        load_lexicon(own)
    assert caught.value.line == 3


def test_a_list_that_is_missing_or_no_toml_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_lexicon(tmp_path / "none.toml")
    own = tmp_path / "actors.toml"
    own.write_text("a = {", encoding="utf-8")
    with pytest.raises(InputError, match="no list of actors"):
        load_lexicon(own)
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        load_lexicon(own)


def test_a_force_agrees_with_the_adjective_of_its_country() -> None:
    assert force_actor("IL", "airforce").name_ar == "القوات الجوية الإسرائيلية"
    assert force_actor("SY", "police").name_ar == "الشرطة السورية"
    assert force_actor("FR", "army").name_ar == "الجيش الفرنسي"
    assert force_actor("FR", "army").name == "French army"
