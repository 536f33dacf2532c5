"""Every verb over HTTP: it answers what the command line prints, to whom it may, and refuses in one shape."""

import json
import threading

import pytest
from pydantic import TypeAdapter

from firstseen.web.api import models
from tests.web.api.desks import CAPTION, ended, send


@pytest.fixture
def editor(newsroom):
    return newsroom.as_("editor")


def told(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_file_is_uploaded_as_a_body_or_in_a_form_and_has_one_id(newsroom, editor):
    upload = send(editor, newsroom.post)
    with newsroom.post.open("rb") as file:
        again = told(editor.post("/api/v1/uploads", files={"file": ("../post.mp4", file)}), 201)
    assert again == {"upload": upload, "name": "post.mp4", "size_bytes": newsroom.post.stat().st_size}
    assert told(editor.get(f"/api/v1/uploads/{upload}"))["upload"] == upload


def test_footage_is_added_found_and_compared(newsroom, editor):
    upload, other = send(editor, newsroom.post), send(editor, newsroom.other)
    body = {
        "upload": other,
        "record": {"url": "https://example.org/o", "published": "2020", "place": "Beirut"},
    }
    added = ended(editor, told(editor.post("/api/v1/footage", json=body), 202))
    assert added["state"] == "done", added
    media_id = added["result"]["media_id"]
    assert (added["result"]["status"], media_id) == ("added", other)
    shown = told(editor.get(f"/api/v1/footage/{media_id}"))
    assert shown["sightings"][0]["published"] == "2020"
    TypeAdapter(models.Footage).validate_python(shown, strict=True)

    found = ended(editor, told(editor.post("/api/v1/find", json={"upload": upload}), 202))
    (segment,) = found["result"]["items"]
    assert segment["published"] == "2015-07-01"
    TypeAdapter(models.Segment).validate_python(segment, strict=True)

    pair = {"query": upload, "reference": other}
    compared = ended(editor, told(editor.post("/api/v1/compare", json=pair), 202))
    assert compared["result"]["items"] == []


def test_a_claim_is_checked_and_decided(editor, newsroom):
    asked = {"caption": CAPTION, "upload": send(editor, newsroom.post), "posted": "6 December 2024"}
    job = ended(editor, told(editor.post("/api/v1/check", json=asked), 202))
    assert job["state"] == "done", job
    case_id = job["result"]["case"]
    case = told(editor.get(f"/api/v1/cases/{case_id}"))
    assert case == job["result"]
    TypeAdapter(models.Case).validate_python(case, strict=True)
    assert case["find"]["first_seen"]["published"] == "2015-07-01"
    subjects = told(editor.get(f"/api/v1/cases/{case_id}/subjects"))["items"]
    match = next(one for one in subjects if one.startswith("match:"))
    decisions = f"/api/v1/cases/{case_id}/decisions"
    made = told(editor.post(decisions, json={"action": "accept", "subject": match}), 201)
    assert (made["by"], made["subject"]) == ("editor", match)
    refused = told(editor.post(decisions, json={"action": "reject", "subject": "slot:when"}), 400)
    assert "reason" in refused["error"]["message"]
    verdict = told(editor.post(f"/api/v1/cases/{case_id}/verdicts", json={"rating": "Misleading"}), 201)
    assert (verdict["by"], verdict["rating"]) == ("editor", "Misleading")
    for stage in ("find", "claim", "reviews", "findings", "proposal"):
        result = told(editor.get(f"/api/v1/cases/{case_id}/stages/{stage}"))
        TypeAdapter(models.StageResult).validate_python(result, strict=True)
    again = ended(editor, told(editor.post(f"/api/v1/cases/{case_id}/rerun", json={"stage": "claim"}), 202))
    assert again["result"]["case"] == case_id


def test_a_change_of_what_was_changed_meanwhile_is_refused(editor):
    seen = editor.get("/api/v1/cases/case-1").headers["etag"]
    headers = {"If-Match": seen}
    path = "/api/v1/cases/case-1/decisions"
    body = {"action": "edit", "subject": "slot:where", "value": "Syria"}
    told(editor.post(path, json=body, headers=headers), 201)
    assert told(editor.post(path, json=body, headers=headers), 412)["error"]["kind"] == "Conflict"


def test_sightings_are_added_and_edited(editor):
    media_id = told(editor.get("/api/v1/footage"))["items"][0]["media_id"]
    body = {"url": "https://example.org/again", "published": "2016-02", "published_basis": "caption"}
    first = editor.post(f"/api/v1/footage/{media_id}/sightings", json=body)
    sighting = told(first, 201)
    TypeAdapter(models.Sighting).validate_python(sighting, strict=True)
    path, headers = f"/api/v1/sightings/{sighting['id']}", {"If-Match": first.headers["etag"]}
    edited = told(editor.put(path, json={**body, "place": "Raqqa"}, headers=headers))
    assert (edited["place"], edited["id"]) == ("Raqqa", sighting["id"])
    assert told(editor.put(path, json=body, headers=headers), 412)["error"]["status"] == 412
    assert "placed" in told(editor.put(path, json={"published": "soon"}), 400)["error"]["message"]


def test_fact_checks_come_in_and_are_matched(editor, tmp_path):
    page = tmp_path / "checks.jsonl"
    page.write_text(
        json.dumps(
            {
                "@type": "ClaimReview",
                "url": "https://example.org/2",
                "claimReviewed": "A shark swims on a flooded motorway in Texas",
                "author": {"name": "Other Checks"},
                "reviewRating": {"alternateName": "Fake"},
            }
        )
    )
    job = ended(editor, told(editor.post("/api/v1/gather/reviews", json={"upload": send(editor, page)}), 202))
    assert job["result"]["added"] == 1, job
    shown = told(editor.get("/api/v1/review", params={"id": "https://example.org/2"}))
    TypeAdapter(models.Review).validate_python(shown, strict=True)
    answer = told(editor.post("/api/v1/match", json={"text": "a shark on a flooded motorway in Texas"}))
    TypeAdapter(models.Matches).validate_python(answer, strict=True)
    assert editor.delete("/api/v1/review", params={"id": "https://example.org/2"}).status_code == 204
    assert told(editor.get("/api/v1/review", params={"id": "https://example.org/2"}), 404)


def test_posts_come_in_and_what_they_name_on_this_machine_is_not_looked_for(editor, tmp_path):
    posts = tmp_path / "posts.csv"
    posts.write_text("url,platform,published,caption,file\nhttps://x.org/1,X,2024-12-05,hello,/etc/passwd\n")
    job = ended(editor, told(editor.post("/api/v1/gather/posts", json={"upload": send(editor, posts)}), 202))
    assert job["result"]["added"] == 1, job


def test_a_job_that_fails_says_why_and_not_where(editor, tmp_path):
    text = tmp_path / "notes.mp4"
    text.write_text("no footage at all")
    job = ended(editor, told(editor.post("/api/v1/find", json={"upload": send(editor, text)}), 202))
    assert job["state"] == "failed"
    assert job["error"]["message"].startswith("notes.mp4: cannot be read as footage")
    assert str(tmp_path.parent) not in json.dumps(job)
    assert "uploads" not in json.dumps(job["error"])


def test_lists_come_in_pages_that_meet(editor):
    for path in ("footage", "reviews", "cases", "jobs", "audit"):
        whole = told(editor.get(f"/api/v1/{path}", params={"limit": 200}))
        assert whole["next"] is None
        items, cursor = [], ""
        while True:
            one = told(editor.get(f"/api/v1/{path}", params={"limit": 1, "cursor": cursor}))
            items += one["items"]
            cursor = one["next"]
            if cursor is None:
                break
        assert items == whole["items"], path


@pytest.mark.parametrize("cursor", ["x", "YXVkaXQ6MQ==", "Y2FzZXM6LTE=", "ж"])
def test_a_cursor_of_elsewhere_is_refused(editor, cursor):
    assert "cursor" in told(editor.get("/api/v1/cases", params={"cursor": cursor}), 400)["error"]["message"]


def test_the_audit_holds_and_names_who_did_it(editor):
    assert told(editor.get("/api/v1/audit/check"))["problem"] is None
    assert told(editor.get("/api/v1/audit/check", params={"head": "0" * 64}))["problem"]


@pytest.mark.parametrize(
    ("role", "method", "path", "body"),
    [
        ("reader", "POST", "/api/v1/find", {"upload": "0" * 64}),
        ("reader", "POST", "/api/v1/uploads", None),
        ("contributor", "POST", "/api/v1/cases/case-1/verdicts", {"rating": "Misleading"}),
        ("reviewer", "DELETE", "/api/v1/footage/" + "0" * 64, None),
        ("editor", "GET", "/api/v1/settings", None),
    ],
)
def test_each_role_does_what_it_may_and_no_more(newsroom, role, method, path, body):
    refused = told(newsroom.as_(role).request(method, path, json=body), 403)
    assert refused["error"]["kind"] == "NotAllowed"


def test_nobody_reads_anything_without_a_key(newsroom):
    client = newsroom.as_("reader")
    for path in ("cases", "footage", "jobs", "audit", "reviews", "settings"):
        assert told(client.get(f"/api/v1/{path}", headers={"Authorization": ""}), 401)["error"]["message"]


def test_settings_are_told_to_an_admin(newsroom):
    settings = told(newsroom.as_("admin").get("/api/v1/settings"))["items"]
    assert {"web.port", "publish.name"} <= {one["key"] for one in settings}
    for one in settings:
        TypeAdapter(models.Setting).validate_python(one)


class TestOnce:
    """Idempotency keys."""

    def test_the_same_request_runs_once(self, editor):
        headers, body = {"Idempotency-Key": "a-1"}, {"caption": "The same claim again"}
        first = editor.post("/api/v1/check", json=body, headers=headers)
        second = editor.post("/api/v1/check", json=body, headers=headers)
        assert told(first, 202)["job"] == told(second, 202)["job"]
        assert second.headers["idempotency-replayed"] == "true"

    def test_another_request_with_the_key_is_refused(self, editor):
        headers = {"Idempotency-Key": "a-2"}
        told(editor.post("/api/v1/check", json={"caption": "One"}, headers=headers), 202)
        told(editor.post("/api/v1/check", json={"caption": "Another"}, headers=headers), 422)

    def test_what_was_refused_may_be_sent_again(self, editor):
        headers = {"Idempotency-Key": "a-3"}
        told(editor.post("/api/v1/find", json={"upload": "0" * 64}, headers=headers), 404)
        told(editor.post("/api/v1/check", json={"caption": "One"}, headers=headers), 202)

    def test_the_keys_of_two_people_are_two(self, newsroom, editor):
        headers, body = {"Idempotency-Key": "a-4"}, {"caption": "A claim"}
        mine = told(editor.post("/api/v1/check", json=body, headers=headers), 202)
        theirs = told(newsroom.as_("reviewer").post("/api/v1/check", json=body, headers=headers), 202)
        assert mine["job"] != theirs["job"]

    def test_of_concurrent_twins_one_runs(self, newsroom):
        answers = []

        def ask():
            client = newsroom.as_("editor")
            headers, body = {"Idempotency-Key": "a-5"}, {"rating": "Misleading", "reason": "twins"}
            answers.append(client.post("/api/v1/cases/case-1/verdicts", json=body, headers=headers))

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({told(answer, 201)["verdict"] for answer in answers}) == 1

    def test_a_key_is_visible_text(self, editor):
        headers = {"Idempotency-Key": "a b"}
        assert told(editor.post("/api/v1/check", json={"caption": "x"}, headers=headers), 400)


def test_a_job_is_followed_to_its_end_and_no_further(editor):
    job = told(editor.post("/api/v1/check", json={"caption": "Followed"}), 202)
    with editor.stream("GET", f"/api/v1/jobs/{job['job']}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = "".join(answer.iter_text()).strip().split("\n\n")
    last = dict(line.split(": ", 1) for line in events[-1].splitlines())
    assert json.loads(last["data"])["state"] == "done"
    headers = {"Last-Event-ID": last["id"]}
    assert editor.get(f"/api/v1/jobs/{job['job']}/events", headers=headers).status_code == 204


def test_unknown_fields_half_texts_and_wrong_methods_are_refused(editor):
    assert (
        "colour"
        in told(editor.post("/api/v1/check", json={"caption": "x", "colour": 1}), 422)["error"]["message"]
    )
    raw = {"content": b'{"caption": "\\ud800"}', "headers": {"Content-Type": "application/json"}}
    assert told(editor.post("/api/v1/check", **raw), 422)["error"]["status"] == 422
    assert told(editor.put("/api/v1/cases"), 405)["error"]["kind"] == "WrongMethod"
    assert told(editor.get("/api/v1/cases/%00"), 404)["error"]["kind"] == "NotFound"


def test_head_and_options_say_what_there_is(editor):
    whole = editor.get("/api/v1/cases/case-1")
    head = editor.head("/api/v1/cases/case-1")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))
    assert editor.head("/api/v1/cases/case-9").status_code == 404
    options = editor.options("/api/v1/footage", headers={"Authorization": ""})
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert editor.put("/api/v1/footage").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert editor.options("/api/v1/nothing").status_code == 404
