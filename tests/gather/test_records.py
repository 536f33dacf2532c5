"""Records files as people really have them: good rows are read, bad ones named, nothing slips a column."""

from pathlib import Path

import pytest

from firstseen.errors import InputError
from firstseen.gather.records import Sheet, match_records, read_records
from firstseen.model.sighting import Record

HEADER = "file,url,published,place,actors,event,caption,language"


def sheet(folder: Path, content: str | bytes, name: str = "records.csv") -> Sheet:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_records(path)


def only(found: Sheet) -> Record:
    assert not found.errors
    assert len(found.rows) == 1
    return found.rows[0].record


def test_a_row_becomes_a_record(tmp_path: Path) -> None:
    row = "clips/a.mp4,https://example.org/1,2015-07-01,Gaza,Hamas,message,A message,en"
    record = only(sheet(tmp_path, f"{HEADER}\n{row}\n"))
    assert (record.name, record.url, record.place) == ("a.mp4", "https://example.org/1", "Gaza")
    assert (record.actors, record.event, record.caption) == ("Hamas", "message", "A message")
    assert record.language == "en"
    assert record.published is not None
    assert (record.published.iso, record.published.basis) == ("2015-07-01", "estimate")
    assert record.captured is None
    assert record.recorded is None


def test_arabic_text_and_digits_are_read(tmp_path: Path) -> None:
    caption = "الثوار السوريون يوجهون رسالة إلى «طغاة حماس»، اليوم"
    record = only(sheet(tmp_path, f'{HEADER}\nمقطع.mp4,,٢٠٢٤-١٢-٠٥,سوريا,الثوار,,"{caption}",ar\n'))
    assert record.caption == caption
    assert record.name == "مقطع.mp4"
    assert record.published is not None
    assert record.published.iso == "2024-12-05"


@pytest.mark.parametrize(
    "content",
    [
        "file,caption\na.mp4,واحد\n".encode("utf-8-sig"),
        "file,caption\na.mp4,واحد\n".encode("utf-16"),
        b"file,caption\r\na.mp4,\xd9\x88\xd8\xa7\xd8\xad\xd8\xaf\r\n",
        "file;caption\na.mp4;واحد\n".encode(),
        "file\tcaption\na.mp4\tواحد".encode(),
        "file,caption\ra.mp4,واحد\r".encode(),
        '"File", Caption\n"a.mp4", "واحد"\n\n,,\n'.encode(),
        "caption,file,,\nواحد,a.mp4,,\n".encode(),
    ],
    ids=["mark", "utf-16", "crlf", "semicolons", "tabs", "cr", "quoted header", "trailing commas"],
)
def test_every_common_shape_of_csv_is_read(tmp_path: Path, content: bytes) -> None:
    record = only(sheet(tmp_path, content))
    assert (record.name, record.caption) == ("a.mp4", "واحد")


def test_dates_name_their_basis_and_stay_apart(tmp_path: Path) -> None:
    record = only(
        sheet(
            tmp_path,
            "file,published,published_basis,captured,captured_basis,recorded\n"
            "a.mp4,2015-07-01,Platform timestamp,2016,web-archive-capture,2014\n",
        )
    )
    assert record.published is not None
    assert record.captured is not None
    assert record.recorded is not None
    assert (record.published.basis, record.captured.basis) == ("platform timestamp", "web archive capture")
    assert (record.recorded.iso, record.recorded.basis) == ("2014", "estimate")


def test_other_columns_are_kept_in_order_even_twice(tmp_path: Path) -> None:
    record = only(sheet(tmp_path, "file,views,Note,note\na.mp4,120,seen,again\n"))
    assert record.extra == (("views", "120"), ("note", "seen"), ("note", "again"))


def test_a_caption_of_several_lines_stays_whole(tmp_path: Path) -> None:
    found = sheet(tmp_path, 'file,caption\na.mp4,"one\ntwo, ""three""\u2028four"\nb.mp4,five\n')
    assert [row.record.caption for row in found.rows] == ['one\ntwo, "three"\u2028four', "five"]
    assert [row.line for row in found.rows] == [2, 4]


BAD_ROWS = [
    ("b.mp4,,yesterday,,,,,", "cannot be placed"),
    ("b.mp4,,2015-02-30,,,,,", "cannot be placed"),
    ("b.mp4,,0001-01-01,,,,,", "cannot be placed"),
    (",https://example.org,2015,,,,,", "names no file"),
    ("b.mp4,,2015,Gaza,Hamas,message,A message, with a comma,en", "9 cells"),
    ('b.mp4,,2015,,,,"never closed,en', "cannot be split"),
    ('b.mp4,,2015,,,,"closed"early,en', "cannot be split"),
    ("b.mp4,,2015,,,,nul \0 here,en", "NUL"),
    ("b.mp4,,2015,,,,\udcff\udcfe,en", "UTF-8"),
    ("b.mp4,,2015,,,," + "x" * 1_000_001 + ",en", "cannot be split"),
]


@pytest.mark.parametrize(("row", "says"), BAD_ROWS, ids=[row[:24] for row, _ in BAD_ROWS])
def test_a_bad_row_is_one_error_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, row: str, says: str
) -> None:
    content = f"{HEADER}\na.mp4,,,,,,first,\n{row}\nc.mp4,,,,,,third,\n".encode(errors="surrogateescape")
    found = sheet(tmp_path, content)
    assert [good.file for good in found.rows] == ["a.mp4", "c.mp4"]
    assert len(found.errors) == 1
    assert found.errors[0].line == 3
    assert says in str(found.errors[0])
    assert len(str(found.errors[0])) < 400


def test_two_columns_of_one_name_must_agree(tmp_path: Path) -> None:
    found = sheet(tmp_path, "file,published,published\na.mp4,2015,\nb.mp4,2015,2016\nc.mp4,2015,2015\n")
    assert [row.file for row in found.rows] == ["a.mp4", "c.mp4"]
    assert "disagree" in str(found.errors[0])


@pytest.mark.parametrize("content", [b"", b"\x00\x00", b"name,date\na,b\n", b"\xff\xd8\xff\xe0 a picture"])
def test_a_file_without_a_file_column_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="no column named file"):
        sheet(tmp_path, content)


def test_a_missing_records_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_records(path)


def footage(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return paths


def test_rows_find_their_files_by_path_and_by_name(tmp_path: Path) -> None:
    files = footage(tmp_path / "in", "a.mp4", "sub/b.mp4", "sub/c.mp4")
    rows = ["in/a.mp4,1", "sub/b.mp4,2", "c.mp4,3", "in\\sub\\c.mp4,4", f"{files[0]},5", "in/./x/../a.mp4,6"]
    found = sheet(tmp_path, "file,caption\n" + "\n".join(rows))
    matched = match_records(found, files, [tmp_path / "in"])
    assert not matched.errors
    captions = {path.name: [r.caption for r in records] for path, records in matched.records.items()}
    assert captions == {"a.mp4": ["1", "5", "6"], "b.mp4": ["2"], "c.mp4": ["3", "4"]}


def test_a_name_that_several_files_have_and_one_that_none_has_are_errors(tmp_path: Path) -> None:
    files = footage(tmp_path, "x/a.mp4", "y/a.mp4", "b.mp4")
    found = sheet(tmp_path, "file,caption\na.mp4,1\nx/a.mp4,2\nmissing.mp4,3\nb.mp4,4\n")
    matched = match_records(found, files)
    assert [error.line for error in matched.errors] == [2, 4]
    assert "give its path" in str(matched.errors[0])
    assert "is not there" in str(matched.errors[1])
    assert set(matched.records) == {files[0], files[2]}


def test_rows_about_other_files_that_exist_are_counted_not_refused(tmp_path: Path) -> None:
    files = footage(tmp_path, "a.mp4", "b.mp4")
    found = sheet(tmp_path, "file,caption\na.mp4,1\nb.mp4,2\n")
    matched = match_records(found, files[:1])
    assert matched.elsewhere == 1
    assert not matched.errors


def test_the_same_row_twice_is_one_record(tmp_path: Path) -> None:
    files = footage(tmp_path, "a.mp4")
    matched = match_records(sheet(tmp_path, "file,caption\na.mp4,1\na.mp4,1\na.mp4,2\n"), files)
    assert len(matched.records[files[0]]) == 2


def test_decomposed_names_are_the_same_file(tmp_path: Path) -> None:
    files = footage(tmp_path, "cafe\u0301.mp4")
    matched = match_records(sheet(tmp_path, "file,caption\ncaf\u00e9.mp4,1\n"), files)
    assert set(matched.records) == set(files)
