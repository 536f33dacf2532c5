"""Fact-checks of our own for the tests of matching: real kinds of claims, in words of ours."""

from firstseen.model.dates import read_date
from firstseen.model.review import Appearance, ClaimReview, MediaReview

_ROWS = (
    (
        "en-flood",
        "A photo shows the Colosseum in Rome under water after the floods of 2023.",
        "Colosseum flood photo is made by a computer",
        "2023-05-20",
    ),
    (
        "en-shark",
        "A picture shows a shark swimming on a flooded highway in Houston.",
        "No, this is no shark on a Texas highway",
        "2017-08-28",
    ),
    (
        "en-vaccine",
        "Vaccines against COVID-19 contain a microchip that tracks people.",
        "COVID-19 vaccines hold no microchips",
        "2021-01-12",
    ),
    (
        "en-masks",
        "Wearing a face mask for hours lowers the oxygen in the blood.",
        "Face masks do not starve you of oxygen",
        "2020-07-03",
    ),
    ("en-5g", "5G towers spread the coronavirus.", "5G has nothing to do with the pandemic", "2020-04-09"),
    (
        "en-syria",
        "A video shows Syrian rebels delivering a message to Hamas in December 2024.",
        "Video of masked men is from 2015",
        "2024-12-08",
    ),
    (
        "en-beirut",
        "A video shows a missile hitting the port of Beirut before the explosion.",
        "The missile over Beirut was added to the video",
        "2020-08-06",
    ),
    (
        "en-turkey",
        "A video shows a building collapsing in the earthquake in Turkey in 2023.",
        "Collapse filmed years before the quake",
        "2023-02-09",
    ),
    (
        "en-macron",
        "Emmanuel Macron was hit with eggs over his remarks about Islam.",
        "Macron egg video is from 2017",
        "2020-10-30",
    ),
    (
        "en-biden",
        "Joe Biden fell asleep while he was meeting the prime minister of Israel.",
        "Biden did not sleep in the meeting",
        "2021-08-31",
    ),
    (
        "en-lion",
        "Russia let five hundred lions loose to keep people at home.",
        "Lions on the street: a film set in Johannesburg",
        "2020-03-23",
    ),
    (
        "en-dolphins",
        "Dolphins returned to the canals of Venice during the lockdown.",
        "Dolphins were filmed in Sardinia",
        "2020-03-20",
    ),
    (
        "en-pogba",
        "Paul Pogba quit the French national team in protest.",
        "Pogba denies that he quits",
        "2020-10-26",
    ),
    ("en-wheat", "Ukraine sold spoiled wheat to Egypt.", "Egypt's wheat passed inspection", "2022-06-14"),
    (
        "en-gold",
        "Libya's central bank moved one hundred tonnes of gold abroad.",
        "Libya's gold stays where it was",
        "2019-11-02",
    ),
    (
        "en-moon",
        "A video shows the moon passing between Russia and Canada in thirty seconds.",
        "The giant moon is an animation",
        "2021-05-31",
    ),
    (
        "en-lemon",
        "Drinking hot water with lemon kills the virus.",
        "Lemon water cures no virus",
        "2020-03-30",
    ),
    (
        "en-tanks",
        "A video shows tanks rolling into Khartoum this morning.",
        "Tanks filmed in a parade in 2019",
        "2023-04-16",
    ),
    (
        "en-stadium",
        "A stadium in Qatar was built from nothing but dates.",
        "No stadium is made of dates",
        "2022-11-19",
    ),
    (
        "en-whale",
        "A whale swallowed a fisherman in Yemen and spat him out alive.",
        "Whale story has no witness",
        "2021-06-17",
    ),
    (
        "ar-quran",
        "الصين ترفع الحظر عن القرآن الكريم وفيديو يظهر فرح المسلمين باستلام نسخ منه",
        "الفيديو قديم ولا علاقة له برفع حظر",
        "2020-03-18",
    ),
    (
        "ar-izmir",
        "تركيا ترفض مساعدات إسرائيل بعد زلزال إزمير",
        "تركيا لم تطلب مساعدة من أي دولة",
        "2020-11-02",
    ),
    (
        "ar-kante",
        "اللاعب نغولو كانتي يعتزل اللعب مع منتخب فرنسا",
        "كانتي لم يعتزل اللعب دوليا | فحص الحقائق | موقعنا",
        "2020-10-27",
    ),
    (
        "ar-sinai",
        "صور لعمليات الجيش المصري في سيناء بعد تفجير بئر العبد",
        "الصور قديمة وليست من سيناء",
        "2020-05-02",
    ),
    (
        "ar-gates",
        "بيل غيتس اعترف بأن اللقاحات تغير الحمض النووي للإنسان",
        "غيتس لم يقل إن اللقاح يغير الحمض النووي",
        "2020-12-01",
    ),
    (
        "ar-whatsapp",
        "تطبيق واتساب يضيف علامة زرقاء ثالثة تعني أن الحكومة تراقب رسائلك",
        "لا علامة ثالثة في واتساب",
        "2020-04-14",
    ),
    (
        "ar-gaza",
        "صورة لأطفال غزة ينامون في العراء بعد القصف الأخير",
        "الصورة من سوريا عام 2014",
        "2021-05-16",
    ),
    ("ar-fayrouz", "وفاة الفنانة فيروز عن عمر يناهز السادسة والثمانين", "فيروز بخير", "2021-02-10"),
    ("ar-nile", "إثيوبيا تغلق بوابات سد النهضة وتقطع مياه النيل عن مصر", "مياه النيل لم تنقطع", "2020-07-16"),
    (
        "ar-locusts",
        "أسراب الجراد تغزو مدينة مكة المكرمة هذا الصباح",
        "فيديو الجراد من عام 2019",
        "2020-02-25",
    ),
    ("ar-erdogan", "أردوغان يعلن التدخل العسكري في لبنان", "تصريح منسوب إلى أردوغان", "2020-08-10"),
    ("ar-hadramaut", "العثور على مدينة أثرية تحت رمال حضرموت", "الصور من مشروع فني", "2019-09-09"),
    ("ar-camel", "جمل يهاجم سائحا في أهرامات الجيزة", "الفيديو من الهند", "2018-03-21"),
    ("ar-fuel", "الحكومة الأردنية ترفع سعر البنزين إلى دينارين", "الأسعار لم تتغير", "2022-03-01"),
    ("ar-mosul", "فيديو لتفجير جامع النوري في الموصل من الداخل", "الفيديو من مدينة أخرى", "2017-06-24"),
    ("ar-tunis", "الرئيس التونسي قيس سعيد يستقيل من منصبه", "قيس سعيد لم يستقل", "2021-09-30"),
    ("ar-moon", "القمر يصطدم بالأرض في شهر أيلول المقبل", "لا اصطدام للقمر", "2019-08-19"),
    ("ar-sheep", "راع سعودي يبيع خروفا بمليون ريال", "المزاد خيري والسعر مختلف", "2018-08-14"),
    ("ar-storm", "عاصفة رملية تبتلع مدينة الكويت أمس", "الفيديو لعاصفة في أريزونا", "2022-05-24"),
    ("ar-train", "صورة من حادث قطار محطة مصر في القاهرة", "الصورة من حادث في الهند", "2019-02-28"),
)


def review(id_: str, claim: str, name: str, published: str) -> ClaimReview:
    return ClaimReview(
        id_,
        f"https://example.org/{id_}",
        claim,
        name,
        published=read_date(published),
        language=id_[:2],
        media=(MediaReview(None, original_url=f"https://videos.example/{id_}/"),),
        appearances=(Appearance(f"http://www.posts.example/{id_}?page=1#top"),),
    )


REVIEWS = tuple(review(*row) for row in _ROWS)
"""Twenty in each language, in the order of the list above."""
