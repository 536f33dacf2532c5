"""The words around a place's name that say what the name is, and which part the place plays. All folded."""

from __future__ import annotations

from typing import Final

from firstseen.model.words import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


AT: Final = _words(
    "in at near inside outside across over around off within throughout along above beneath under between"
    " amid dans en au aux près sur cerca sobre في فى داخل قرب بالقرب وسط خارج فوق عند حول خلال بين"
    " جوار بجوار ضمن قبالة بمحيط محيط أنحاء بأنحاء شوارع بشوارع سماء بسماء أجواء ساحل سواحل شواطئ شاطئ"
    " ميناء"
)
TOWARDS: Final = _words(
    "to towards toward into against on onto targeting targets target targeted hit hits hitting strike"
    " strikes struck striking bombing bombs bombed shelling attack attacks attacked attacking bombard"
    " bombards reaches reached entering enters entered invading invades invade invaded threatening"
    " threatens threaten vers contre hacia contra على إلى الى نحو صوب باتجاه تجاه ضد استهدف استهدفت يستهدف"
    " تستهدف يقصف تقصف قصف ضرب يضرب تضرب هاجم تهاجم يهاجم يهدد تهدد غزو اجتياح دخول"
)
FROM: Final = _words("from leaving fleeing desde depuis من مغادرة انطلاقا القادمة القادمين قادمة قادم")
NAMING: Final = _words(
    "people residents citizens children women men government army forces military police president king"
    " minister leader prime parliament party parties factions embassy ambassador team nation son sons"
    " ruler emir أهالي أهل سكان شعب أطفال نساء رجال أبناء شباب حكومة جيش قوات شرطة رئيس ملك وزير زعيم أمير"
    " حاكم برلمان حزب أحزاب فصائل سفارة سفير منتخب قائد قادة حماس دولة طالبان الحوثيين سفراء مواطني مسلمي"
    " مسلمو يهود"
)
"""Whom a place's name belongs to: "people of X", "Hamas in X", أهالي X."""
EVENTS: Final = _words(
    "earthquake quake flood floods flooding fire fires wildfire wildfires explosion blast bombing storm"
    " hurricane tsunami crash protest protests war attack attacks massacre shooting riots clashes fighting"
    " coup volcano cyclone strike strikes airstrike airstrikes disaster hospital airport port mosque"
    " church streets street beach coast زلزال زلازل فيضانات فيضان سيول حرائق حريق انفجار تفجير عاصفة إعصار"
    " تسونامي مظاهرات احتجاجات حرب معركة معارك مجزرة مذبحة اشتباكات أحداث بركان كارثة مستشفى مطار مسجد"
    " كنيسة شارع انفجارات"
)
"""What happens or stands in the place it is named with: "Morocco earthquake", زلزال المغرب."""
NATURAL: Final = _words(
    "earthquake quake tsunami flood floods flooding storm hurricane cyclone tornado typhoon waves wave"
    " volcano heatwave snow fire fires wildfires زلزال الزلزال زلازل تسونامي فيضان فيضانات الفيضانات سيول"
    " السيول عاصفة العاصفة إعصار الإعصار أمواج هزة الهزة هزات موجة حرائق الحرائق حريق"
)
"""What strikes a place without being aimed at it."""
DEEDS: Final = _words(
    "attack attacks strike strikes airstrike airstrikes bombing war coup shooting fighting حرب قصف"
)
"""Events that a country does as often as it suffers them."""
ADVERBS: Final = _words(
    "هذا هنا لماذا ماذا بينما عندما كلما ايضا أيضا جدا غدا مؤخرا سابقا حديثا لاحقا معا كما فيما ربما"
    " طالما إذا دائما فورا قريبا تقريبا مثلا سرا علنا رغما مباشرا بلدنا وطننا جيشنا حاليا رسميا دوليا"
    " عسكريا سياسيا اقتصاديا محليا يوميا فعليا نهائيا سنويا جويا بريا بحريا ميدانيا شهريا نسبيا عالميا"
    " إقليميا عربيا تاريخيا أخيرا وأخيرا وحاليا ورسميا"
)
"""Words that end like an accusative noun and are none."""
ADJECTIVAL: Final = _words("us uk uae") | {"u s", "u k", "u a e", "eu"}
"""Names of countries that stand before a noun as adjectives do: "US strikes"."""

KIND_WORDS: Final = {
    fold(word): kind
    for kind, words in {
        "city": "city town village suburb neighbourhood neighborhood camp municipality commune hamlet ville ciudad"
        " pueblo مدينة بمدينة لمدينة ومدينة مدينتي لمدينتي بلدة ببلدة لبلدة وبلدة بلدتي قرية بقرية وقرية قريتي"
        " بلدية دوار حي بحي ضاحية مخيم بمخيم ناحية منتجع مطار بمطار ميناء بميناء جبل جبال شارع وادي معبر قضاء",
        "region": "province governorate region district state oblast county territory wilaya prefecture department"
        " countryside محافظة بمحافظة لمحافظة ومحافظة محافظتي ولاية بولاية وولاية ولايتي إقليم بإقليم مقاطعة بمقاطعة"
        " منطقة بمنطقة لمنطقة ومنطقة ريف بريف لريف وريف جهة إمارة قطاع بقطاع لقطاع وقطاع سهل صحراء بادية",
        "country": "country kingdom republic دولة بدولة جمهورية مملكة سلطنة بلاد",
    }.items()
    for word in words.split()
}
"""Words beside a name that say what kind of place it is, with the kind of our gazetteer."""

SKIPPED: Final = _words(
    "capital عاصمة العاصمة بالعاصمة والعاصمة the a an of this that its downtown central eastern western"
    " northern southern north south east west upper lower greater old new northeast northwest southeast"
    " southwest northeastern northwestern southeastern southwestern occupied besieged historic rural la le"
    " les el los las du des d l entire all whole nearby many several parts part areas cities towns"
    " villages regions outskirts heart middle center centre front كل جميع بعض مدن قرى بلدات مناطق أحياء"
    " عموم وسط قلب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي شمالى ضواحي كامل إحدى احدى أحد عدة مدخل أطراف"
    " مركز"
)
"""Words between a preposition and the name."""

DIRECTIONS: Final = {
    **dict.fromkeys(
        ("north", "northern", "شمال", "شمالي", "الشمال", "الشمالي", "الشماليه"), ("north", "شمال")
    ),
    **dict.fromkeys(
        ("south", "southern", "جنوب", "جنوبي", "الجنوب", "الجنوبي", "الجنوبيه"), ("south", "جنوب")
    ),
    **dict.fromkeys(("east", "eastern", "شرق", "شرقي", "الشرق", "الشرقي", "الشرقيه"), ("east", "شرق")),
    **dict.fromkeys(("west", "western", "غرب", "غربي", "الغرب", "الغربي", "الغربيه"), ("west", "غرب")),
    **dict.fromkeys(("northeast", "northeastern"), ("northeast", "شمال شرق")),
    **dict.fromkeys(("northwest", "northwestern"), ("northwest", "شمال غرب")),
    **dict.fromkeys(("southeast", "southeastern"), ("southeast", "جنوب شرق")),
    **dict.fromkeys(("southwest", "southwestern"), ("southwest", "جنوب غرب")),
    **dict.fromkeys(("central", "وسط"), ("central", "وسط")),
}
"""Directions: the English and the Arabic word for each."""

GROUPS: Final = _words(
    "hamas hezbollah hizbullah fatah party parties factions faction branch حماس فتح حزب أحزاب فصائل"
    " الفصائل الأحزاب الإخوان"
)
"""Who is named by where it is at home: "Hamas in Gaza", "parties in Palestine"."""

LAND: Final = _words(
    "coast coastline shore shores waters airspace territory territories soil city cities town towns"
    " village villages resort resorts capital countryside desert island islands mountains border region"
    " province beach beaches sky skies ساحل الساحل سواحل السواحل شواطئ الشواطئ شاطئ الشاطئ أراضي الأراضي"
    " أجواء الأجواء مياه المياه مدينة المدينة مدن المدن بلدة البلدة بلدات البلدات قرية القرية قرى القرى"
    " منتجع المنتجعات منتجعات عاصمة العاصمة ريف الريف صحراء الصحراء جزيرة جزر الجزيرة جبال الجبال ولاية"
    " محافظة محافظات المحافظات منطقة مناطق المناطق بادية البادية سماء الشمال الجنوب الشرق الغرب المجال"
    " الولاية المحافظة"
)
BUILT: Final = _words(
    "base bases airport airports hospital hospitals prison prisons school schools university street"
    " streets market mosque church port embassy stadium refinery beach camp airbase قاعدة القاعدة قواعد"
    " القواعد مطار المطار مطارات المطارات مستشفى مستشفيات المستشفيات سجن السجن سجون السجون مدرسة جامعة"
    " الجامعة شوارع الشوارع شارع سوق أسواق الأسواق ميناء الموانئ موانئ ملعب الملاعب مستوطنة مستوطنات"
    " المستوطنات مصنع المساجد مساجد كنيسة الكنائس"
) - _words("embassy")
BORDER: Final = _words("border borders frontier الحدود حدود بالحدود والحدود للحدود حدودنا")
BORDER_LINKS: Final = _words("with of between and the مع بين و في من")

FIRST_NAMES: Final = _words(
    "محمد أحمد احمد حسن حسين محمود مصطفى إبراهيم يوسف خالد عمر عثمان عبدالله عبد عبدالرحمن سعيد سعد صالح"
    " ناصر سامي ياسر ماجد فيصل سلطان سلمان طارق زياد وليد رامي كريم هشام بشار حافظ باسل ماهر رفعت جميل"
    " كمال جمال أنور حسني معمر صدام قصي عدي نوري حيدر جعفر مقتدى هادي قاسم عماد حسان نبيل سليم سمير منير"
    " فؤاد ميشال ميشيل سعاد فاطمة زينب مريم عائشة نور ليلى سارة هند أبو ابو أم ام بن ابن الشيخ السيد"
    " الشهيد الدكتور العميد العقيد اللواء النقيب الأمير الملك الرئيس المدعو الفنان الفنانة الإعلامي الصحفي"
    " الصحافي الناشط الشاب الطفل الطفلة michael john david james robert mohamed mohammed muhammad ahmed"
    " ali hassan mahmoud omar jim paul peter george"
)
TITLES: Final = _words(
    "mr mrs ms dr sir lord sen senator rep gov judge sheikh prince princess prof professor captain"
    " colonel sergeant actor actress singer journalist"
)
"""After these a name is more likely a person's."""
PERSONAL_DEEDS: Final = _words(
    "said says saying told tells tweeted tweets posted claimed claims admitted admits arrested died dies dead"
    " married speaks spoke confesses confessed resigns resigned testifies testified wins won lost sings sang"
    " danced dances cries cried apologizes apologized wrote writes thinks thought believes believed wants wanted"
    " himself herself jr"
)
"""What persons do and places hardly ever."""

TAG_BEGINNINGS: Final = (
    "prayfor", "pray4", "standwith", "istandwith", "westandwith", "savethe", "save", "free", "justicefor", "supporting",
    "support", "weare", "iam", "helpfor", "help", "stopbombing", "warin", "visit",
)  # fmt: skip
TAG_ENDINGS: Final = (
    "underattack", "underfire", "earthquake", "earthquakes", "floods", "flood", "flooding", "war", "protests",
    "protest",
    "strong", "fires", "fire", "explosion", "blast", "genocide", "news", "crisis", "attack", "coup", "wildfires", "now",
    "bleeding", "massacre", "rising", "rains", "storm", "floods2023", "riots", "invasion", "conflict",
)  # fmt: skip
"""What hashtags without capitals are made of beside a place's name."""
