"""A description written to its folder comes back as it was."""

import json
from pathlib import Path

import numpy as np
import pytest

from firstseen.archive.folder import load_description, load_vectors, save_description
from firstseen.errors import ArchiveMismatch, FirstseenError, NotFound
from tests.archive.synthetic import description


def test_everything_comes_back(tmp_path: Path) -> None:
    made = description(tmp_path, seed=1)
    back = load_description(made.folder)
    assert back.media == made.media
    assert (back.interval_s, back.cuts_s, back.gated, back.losses) == (1.0, (1.5,), made.gated, made.losses)
    assert back.pictures.views == made.pictures.views
    assert back.pictures.model == "test/1"
    assert back.pictures.vectors.dtype == np.float32
    for part, arrays in {
        "pictures": ("times_s", "vectors", "view_index"),
        "pdq": ("times_s", "bits", "quality"),
        "sound": ("hashes", "times_s"),
        "miniatures": ("times_s", "luma"),
        "stills": ("times_s", "offsets"),
    }.items():
        for array in arrays:
            np.testing.assert_array_equal(
                getattr(getattr(back, part), array), getattr(getattr(made, part), array)
            )
    assert back.stills.jpeg(3) == made.stills.jpeg(3)


def test_a_description_loaded_and_saved_again_is_the_same(tmp_path: Path) -> None:
    made = description(tmp_path, seed=1)
    before = {path.name: path.read_bytes() for path in made.folder.iterdir() if path.suffix != ".npz"}
    save_description(load_description(made.folder))
    assert {path.name: path.read_bytes() for path in made.folder.iterdir() if path.suffix != ".npz"} == before


def test_no_pickle_is_ever_read(tmp_path: Path) -> None:
    made = description(tmp_path, seed=1)
    np.savez(made.folder / "numbers.npz", picture_times_s=np.array([object()]), allow_pickle=True)
    with pytest.raises(FirstseenError, match="damaged"):
        load_vectors(made.folder)


def test_a_cut_off_file_is_told(tmp_path: Path) -> None:
    made = description(tmp_path, seed=1)
    whole = (made.folder / "numbers.npz").read_bytes()
    (made.folder / "numbers.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FirstseenError, match="delete the footage and add it again"):
        load_description(made.folder)


def test_an_empty_folder_holds_no_description(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        load_description(tmp_path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    made = description(tmp_path, seed=1)
    facts = json.loads((made.folder / "description.json").read_text())
    (made.folder / "description.json").write_text(json.dumps(facts | {"format": 99}))
    with pytest.raises(ArchiveMismatch, match="description format 99"):
        load_description(made.folder)
