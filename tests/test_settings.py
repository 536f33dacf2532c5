"""Settings: one owner of every default, checked wherever they come from."""

import pickle
from pathlib import Path

import pytest

from firstseen.errors import SettingsError
from firstseen.settings import changed_settings, default_settings, keys, load_settings


def desk_with(folder: Path, text: str) -> Path:
    (folder / "firstseen.toml").write_text(text)
    return folder


def test_every_key_says_what_it_means_and_where_it_comes_from() -> None:
    for key in keys():
        assert key.meaning.endswith("."), key.dotted
        assert key.source.endswith("."), key.dotted
        if key.type in {int, float}:
            assert key.low is not None, key.dotted
            assert key.high is not None, key.dotted


def test_every_field_of_the_settings_has_a_default_and_no_default_lacks_a_field() -> None:
    settings = default_settings()
    for key in keys():
        assert getattr(getattr(settings, key.section), key.name) == key.value


def test_settings_travel_to_worker_processes() -> None:
    assert pickle.loads(pickle.dumps(default_settings())) == default_settings()  # noqa: S301


def test_the_environment_overrides_the_desk_and_the_desk_the_defaults(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "[desk]\nformat = 1\n[trace]\nneighbours = 7\ncandidates = 8\n")
    settings = load_settings(desk, {"FIRSTSEEN_TRACE_CANDIDATES": "9", "FIRSTSEEN_DESK": "elsewhere"})
    assert (settings.trace.neighbours, settings.trace.candidates) == (7, 9)
    assert settings.describe == default_settings().describe


def test_what_differs_from_the_defaults_can_be_told() -> None:
    assert changed_settings(default_settings()) == ()
    settings = load_settings(None, {"FIRSTSEEN_REPORT_MOMENTS": "5"})
    assert changed_settings(settings) == ("report.moments = 5",)


def test_a_whole_number_serves_where_a_number_is_wanted(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "[describe]\narchive_interval_s = 2\n")
    value = load_settings(desk, {}).describe.archive_interval_s
    assert isinstance(value, float)
    assert value == 2.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[trace]\nneighbors = 3\n", "did you mean trace.neighbours?"),
        ("[tracee]\nneighbours = 3\n", "did you mean trace.neighbours?"),
        ("neighbours = 3\n", "did you mean trace.neighbours?"),
        ("[trace]\nneighbours = 0\n", "a whole number from 1 to 1000"),
        ("[trace]\nneighbours = 2.5\n", "a whole number"),
        ("[trace]\nneighbours = true\n", "a whole number"),
        ("[trace]\nlowest_cosine = nan\n", "a number from 0 to 1"),
        ('[describe]\nmodel = "clip"\n', "one of sscd"),
        ("[describe]\nkeyframes_only = 1\n", "true or false"),
        ("[trace\n", "cannot be read as TOML"),
        ("\x00", "cannot be read as TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_allowed(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(desk_with(tmp_path, text), {})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("FIRSTSEEN_TRACE_NEIGHBORS", "3", "did you mean FIRSTSEEN_TRACE_NEIGHBOURS?"),
        ("FIRSTSEEN_DESKS", "x", "did you mean FIRSTSEEN_DESK?"),
        ("FIRSTSEEN_TRACE_NEIGHBOURS", "many", "a whole number"),
        ("FIRSTSEEN_DESCRIBE_KEYFRAMES_ONLY", "perhaps", "true or false"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(variable: str, text: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, {variable: text})
    assert says in str(caught.value)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("1", True), ("False", False)])
def test_a_switch_in_the_environment_reads_as_a_person_writes_it(text: str, value: bool) -> None:  # noqa: FBT001
    settings = load_settings(None, {"FIRSTSEEN_DESCRIBE_KEYFRAMES_ONLY": text})
    assert settings.describe.keyframes_only is value
