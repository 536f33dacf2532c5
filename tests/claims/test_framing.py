"""A drill, a film or an alteration counts where the text says that the footage is one."""

import pytest

from firstseen.claims.caption import read_text
from firstseen.claims.occasions.mechanisms import mechanism_of


@pytest.mark.parametrize(
    "text",
    [
        "scene from a film",
        "training of Kenyan soldiers",
        "military drill in Poland",
        "a clip from the game Arma 3",
        "staged clip",
        "explosion in the port; scene from a film",
        "soldiers fall; it is a drill",
        "people run, filmed during a military exercise",
        "the photo was digitally altered",
        "a crowd in the street, AI-generated image",
        "old picture; digitally altered",
        "set of the short film Hope",
        "user-made scene in the video game Arma 3",
        "sketch by a group of actors",
        "a satirical page",
        "video by a comedian",
        "protest in London; the video was doctored",
        "wounded boy. The footage is from a music video",
        "flood (AI-generated)",
        "flypast rehearsal for the parade",
        "مشهد من مسلسل",
        "تمثيلي",
        "مشهد من لعبة إلكترونية",
        "تدريبات عسكرية",
        "مناورة للجيش",
        "أسد في الشارع أثناء تصوير فيلم",
        "انفجار كبير؛ مشهد من فيلم",
        "جنود يسقطون، وهو مشهد تمثيلي",
        "صورة معدلة رقميا",
        "فيضان، صورة مولدة بالذكاء الاصطناعي",
        "صفحة ساخرة",
        "فيديو مجتزأ",
        "لقطات من فيلم قصير",
        "غارة على المدينة، والمشاهد من لعبة فيديو",
        "متظاهرون في لندن. الفيديو مفبرك",
        "مقطع كوميدي",
        "كواليس تصوير مسلسل",
        "تدريب وهمي في معرض الخليج للدفاع والطيران",
        "جنازة، مقطع تمثيلي",
        "قصف من الجو (لعبة فيديو)",
    ],
)
def test_what_footage_is_counts(text: str) -> None:
    assert any(mechanism_of(what.kind) for what in read_text(text).what)


@pytest.mark.parametrize(
    "text",
    [
        "Macron attends a film festival",
        "Zelensky, a former comedian, speaks",
        "Comedian Zelensky speaks to soldiers",
        "two trains collide; drivers lacked training",
        "drivers lacked proper training before two trains collided",
        "flood; some shared AI-generated pictures too",
        "earthquake, others shared doctored pictures",
        "air strike hits a theatre",
        "an explosion, watched by a film crew",
        "strike on a training camp",
        "crash of a training aircraft",
        "protest by film stars",
        "fire at a film studio",
        "a flood, staged concerts were called off",
        "police arrest a man who had watched a film",
        "fans at the movie premiere",
        "مشهد الانفجار من سطح مبنى، وفيلم قصير صوره هاو",
        "ماكرون يحضر فيلم الافتتاح",
        "حريق في مهرجان أفلام",
        "غارة على معسكر تدريب",
        "زيلينسكي، الكوميدي السابق، يتحدث",
        "فيضان، ونشر بعضهم صورا مولدة بالذكاء الاصطناعي أيضا",
        "زلزال؛ وتداول آخرون صورا معدلة رقميا",
        "تصادم قطارين، والسائقون ينقصهم التدريب",
        "سقوط طائرة تدريب",
        "انفجار في مركز تدريب",
        "اغتيال مخرج أفلام",
        "مظاهرة يقودها نجم مسلسلات",
        "قصف المدينة، وكأنها فيلم",
        "جنازة بطل مسلسل",
        "حريق في شركة أفلام",
    ],
)
def test_the_same_words_of_something_else_do_not(text: str) -> None:
    assert not any(mechanism_of(what.kind) for what in read_text(text).what)
