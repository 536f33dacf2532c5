"""From a decided case to a published article, its correction and its evidence, over HTTP alone."""

import zipfile
from io import BytesIO

import pytest
from pydantic import TypeAdapter

from firstseen.web.api import models
from tests.web.api.desks import ended, send


@pytest.fixture
def editor(newsroom):
    return newsroom.as_("editor")


def told(answer, model=None, status=200):
    assert answer.status_code == status, answer.text
    value = answer.json()
    if model is not None:
        TypeAdapter(model).validate_python(value, strict=True)
    return value


def test_an_article_goes_out_and_is_corrected(editor):
    case = "/api/v1/cases/case-1"
    subjects = told(editor.get(f"{case}/subjects"))["items"]
    match = next(one for one in subjects if one.startswith("match:"))
    told(editor.post(f"{case}/decisions", json={"action": "accept", "subject": match}), models.Decision, 201)
    told(editor.post(f"{case}/verdicts", json={"rating": "Misleading"}), models.Verdict, 201)
    draft = told(editor.post(f"{case}/article", json={}), models.Article, 201)
    assert {one["language"] for one in draft["editions"]} == {"en", "ar"}

    titled = [{**one, "title": f"{one['title']} – seen by us"} for one in draft["editions"]]
    change = {"version": draft["version"], "editions": titled}
    edited = told(editor.patch(f"{case}/article", json=change), models.Article)
    assert edited["version"] == draft["version"] + 1
    stale = told(editor.patch(f"{case}/article", json=change), status=409)
    assert stale["error"]["kind"] == "Conflict"
    remarks = told(editor.get(f"{case}/article/remarks"), models.Page[models.Remark])
    blocking = [one["sentence"] for one in remarks["items"] if one["blocks"]]
    assert blocking == []

    published = told(editor.post(f"{case}/publish"), models.Publication, 201)
    assert published["change"] == "published"
    note = {"note": "The place was named wrongly.", "note_ar": "ذُكر المكان خطأ."}
    corrected = told(editor.post(f"{case}/correct", json=note), models.Publication, 201)
    assert (corrected["number"], corrected["note"]) == (2, note["note"])
    told(editor.get(f"{case}/publication"), models.Publication)
    told(editor.get("/api/v1/publications"), models.Page[models.Publication])
    (line,) = told(editor.get("/api/v1/cases?list=published"), models.Page[models.CaseLine])["items"]
    assert line["case"] == "case-1"
    assert told(editor.get("/api/v1/cases/counts"), models.Counts)["published"] == 1

    found = told(
        editor.get("/v1alpha1/claims:search", params={"query": "Syrian rebels message tyrants Hamas"})
    )
    ours = [
        one for claim in found["claims"] for one in claim["claimReview"] if "desk.example.org" in one["url"]
    ]
    assert {(one["languageCode"], one["textualRating"]) for one in ours} == {
        ("en", "Misleading"),
        ("ar", "مضلل"),
    }
    assert ours[0]["publisher"]["site"] == "desk.example.org"

    bundle = editor.get(f"{case}/bundle")
    assert bundle.status_code == 200
    assert zipfile.ZipFile(BytesIO(bundle.content)).testzip() is None


def test_only_who_may_publishes(newsroom):
    refused = told(newsroom.as_("reviewer").post("/api/v1/cases/case-1/publish"), status=403)
    assert "publish" in refused["error"]["message"]


def test_fingerprints_are_given_and_taken(editor, newsroom, tmp_path):
    given = editor.get("/api/v1/exchange/file?kind=pdq-csv")
    assert given.status_code == 200
    lists = tmp_path / "their.csv"
    lists.write_bytes(given.content)
    taken = editor.post("/api/v1/exchange", json={"upload": send(editor, lists), "desk": "Another desk"})
    entry = told(taken, models.Taken, 201)
    told(editor.get("/api/v1/exchange"), models.Page[models.Exchange])
    told(editor.get("/api/v1/exchange/keys"), models.Keys)
    asked = {"caption": "Seen elsewhere?", "upload": send(editor, newsroom.post)}
    job = ended(editor, told(editor.post("/api/v1/check", json=asked), status=202))
    TypeAdapter(models.Case).validate_python(job["result"], strict=True)
    assert editor.delete(f"/api/v1/exchange/{entry['list']['id']}").status_code == 204
