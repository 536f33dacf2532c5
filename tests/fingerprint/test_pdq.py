"""PDQ equals the reference, bit for bit where the same bytes go in, and its text forms keep every digit."""

import os
from importlib.util import find_spec
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from firstseen.fingerprint.pdq import (
    distance_bits,
    from_hex,
    pdq,
    pdq_dihedral,
    to_hex,
)

# Other machines add floats in another order, which may tip a frequency that lies at the median.
ROUNDING_BITS = 2

# (seed, height, width, hash, quality) of `waves`, computed with the reference: pdqhash 0.2.8 from PyPI, which compiles
# https://github.com/facebook/ThreatExchange/tree/main/pdq/cpp.
REFERENCE = [
    (0, 5, 5, "3c0f3b0ec3f0c4f193a4348dbbaec3726c5b3b0e3c0f3b0ec3f0c4f193a4348d", 50),
    (1, 16, 200, "fffff800fdca5aff0f42e16ee936a3fa0c386373297c7c000e38255356382003", 100),
    (2, 63, 65, "33ba47933945ad122fa7d88f31d8dc8735aafb072259dc0d36dbd00494583ead", 100),
    (3, 64, 64, "9d5acff18ea54fefa5c5f014852522c2e06b352a7281353a5aa99d3c35d61d3c", 100),
    (4, 128, 128, "e0a972bee0a952bee959fc544617f801ad5725f16e0337fa52a0ca0207fe6d51", 100),
    (5, 129, 127, "026e40775692003757faac57f8420077522250b2a9752f77e95e0f67e99eafc5", 100),
    (6, 240, 320, "1aee77662aaa8020df570166daee7060a556bf62a03aba9fe4119bd7cc82a9d9", 100),
    (7, 360, 640, "6a87022d57d90a33557afff0a07afef1807afe708066aa6dadf8aa5000fa55a2", 100),
    (8, 719, 1281, "10eabd88022055d0f3ee57d82d4d55442d8340eb0d2551af5c7a7f8f5c7a5f8f", 100),
    (9, 721, 1279, "3b7fc0571c2fdeff9c2a1eaa027f192b4a86e040b487e052b407e2edf498e84d", 100),
    (10, 1080, 1920, "0a48a01fb049df1571b9f060e5b90fe31fb607e252b75a211fb75a611db75a61", 100),
    (11, 1000, 33, "0aeab03f02e274b7dd6e703f5eb5229f4e9e77c00e8f45400a8a9be8e575ad40", 100),
    (12, 300, 301, "3f2a85ba8a9585c09f40a655d0eab9556afec80062fede8068fe5c81fceb5e8a", 100),
]

# The eight hashes of the picture of seed 6, from the same reference.
REFERENCE_DIHEDRAL = {
    "original": "1aee77662aaa8020df570166daee7060a556bf62a03aba9fe4119bd7cc82a9d9",
    "rotated 90": "1afdb4f521f910abaa57b7352254b33a2217303a7760b7422231316baaf6f762",
    "rotated 180": "4d53f9c87fff2a8a8802aac88ffbda8af00315c8f56f1035b144313d99d70373",
    "rotated 270": "4faa1e5f74ac9e01ff021d9ff7011d90f742199422355d6877641fc1bba35548",
    "flipped top to bottom": "1a82aa992aaa7fdfdd56ff9ddaae8fdfa546409da03a4560e4116468cc825626",
    "flipped left to right": "4d1300216fffd575880244318fbb2535f002ea37f56fefcab144ce8219d7fc8c",
    "transposed": "1aff4b0a61f9cb54aa5748caea544cc5a217cfc5f76008bda231ce94eef6081d",
    "transposed, rotated 180": "4faae1a074ac61feff02a2603701e26f7742e66b2235a2177764203ebba3a2b7",
}

# (file, hash, bits allowed) from tests/test_compute.py of pdqhash 0.2.8, made with Facebook's pdq-photo-hasher. The
# same photographs come with the package `perception`; the bits allowed are pdqhash's own.
PHOTOGRAPHS = [
    ("image1.jpg", "162f64caf95043b9bf2f3aceda528c7e0083d95066adc369e299a1709d723c8f", 2),
    ("image2.jpg", "6d4da52c96e436e6c933db32364a648c4daddb6ce673c6669d6c4018f4d0a8cd", 0),
    ("image3.jpg", "0f3a64e05392ed6b32c4c71374f9cb873378c5c5745f11796c05733ae4c99646", 0),
    ("image4.jpg", "d83acfc7bc386ecd3263359c4263bd1cd9a30af83c0f60f03747c03ccf72a08b", 0),
    ("image5.jpg", "3f98c0e79c7e1b0ee1e1b0bd46567bc129acd2791c96cf4a3071ce8f991131b2", 0),
    ("image6.jpg", "dce5f41e8b8cf0900aabcce142aa8def70ae780ef5c4e0515fd5e2f1281f360e", 0),
    ("image7.jpg", "a78d2315b479b87693f61f091936e0e3e1e6c61e0e380e318e638ec718defdc0", 2),
    ("image8.jpg", "522362058e441e722cdea9cb911b5fa997386a7721e781870f44eedc91fbe54b", 0),
    ("image9.jpg", "36ce692904162be3c9a524f8356f1e12cadbd4f839a5a41ab247d3d858bb69a7", 0),
    ("image10.jpg", "1cc64275f58c5f73899362bc55cf98bce30236dd89a6701bdfe4809e63631c07", 0),
]

# (video, frame number, hash) from https://github.com/facebook/ThreatExchange/tree/main/vpdq/sample-hashes.
SAMPLE_VIDEOS = [
    ("pattern-hd-no-bar", 0, "d3d8981ba52c59e79fb49295bed80905036b1dbe57b292c8ea4fb525f52c420e"),
    ("pattern-hd-no-bar", 30, "db58997a042c5de7dfb49a55ae580905016b8cba57b69ac0b64fdd27f52c480e"),
    ("pattern-hd-no-bar", 100, "89fd202f9803c685abc3d4a452f30c775617e57b762df35451749d70d62c6b06"),
    ("chair-20-sd-bar", 0, "e42926b9cb58d261383b699f0ff2e1076fe6183dff4986d82ca36da48034fc54"),
    ("chair-20-sd-bar", 100, "e81bea9d166da92660da1499236c6ab2c979df48dab6b04ffa87deb100bb8151"),
    ("doorknob-hd-no-bar", 0, "dadb999c25266273529cadac89cb52c22324ad3bce99726c38668d93c799f07c"),
    ("doorknob-hd-no-bar", 20, "8e7186cc718679e68e798e3af90670cd06f1c633f9093fdc1f8e8023e031ff88"),
    (
        "pattern-sd-with-large-logo-bar",
        100,
        "c86d786b9f4385c349e46d6430f3dc13b686e87266296a693a3c89bcb54c5f86",
    ),
]


def waves(seed: int, height: int, width: int) -> np.ndarray:
    """A picture made of twelve plane waves, the same on every machine."""
    rng = np.random.default_rng(seed)
    y = np.linspace(0, 1, height)[:, None, None]
    x = np.linspace(0, 1, width)[None, :, None]
    total = np.zeros((height, width, 3))
    for _ in range(12):
        fx, fy = rng.uniform(-9, 9, 2)
        phase = rng.uniform(0, 6.28, 3)
        total += rng.uniform(0.3, 1) * np.sin(6.28 * (fx * x + fy * y) + phase)
    total = (total - total.min()) / (total.max() - total.min())
    return np.rint(total * 255).astype(np.uint8)


def photographs() -> Path:
    spec = find_spec("perception")
    if spec is None or spec.origin is None:
        pytest.skip("the package perception, which carries the photographs, is not installed")
    return Path(spec.origin).parent / "testing" / "images"


def frame(path: Path, number: int) -> np.ndarray:
    with av.open(str(path)) as container:
        for index, picture in enumerate(container.decode(video=0)):
            if index == number:
                return picture.to_ndarray(format="rgb24")
    raise AssertionError(f"{path} has no frame {number}")


@pytest.mark.parametrize(("seed", "height", "width", "digits", "quality"), REFERENCE)
def test_equals_the_reference_at_any_size(seed, height, width, digits, quality):
    bits, found = pdq(waves(seed, height, width))
    assert distance_bits(bits, from_hex(digits)) <= ROUNDING_BITS
    assert abs(found - quality) <= 1


@pytest.mark.parametrize(("name", "digits", "allowed"), PHOTOGRAPHS)
def test_equals_the_published_hash_of_a_photograph(name, digits, allowed):
    rgb = cv2.cvtColor(cv2.imread(str(photographs() / name)), cv2.COLOR_BGR2RGB)
    assert distance_bits(pdq(rgb)[0], from_hex(digits)) <= max(allowed, ROUNDING_BITS)


@pytest.mark.parametrize(("name", "number", "digits"), SAMPLE_VIDEOS)
def test_equals_the_published_hash_of_a_video_frame(name, number, digits):
    folder = os.environ.get("FOOTAGE")
    if not folder:
        pytest.skip("the environment variable FOOTAGE names no folder with clips/")
    path = Path(folder) / "clips" / f"facebook_ThreatExchange__{name}.mp4"
    if not path.exists():
        pytest.skip(f"{path.name} is not among the footage")
    # Another decoder turns YUV into RGB with another rounding.
    assert distance_bits(pdq(frame(path, number))[0], from_hex(digits)) <= 4


def test_the_eight_turned_and_mirrored_hashes_equal_the_reference():
    hashes, quality = pdq_dihedral(waves(6, 240, 320))
    assert list(hashes) == list(REFERENCE_DIHEDRAL)
    for name, digits in REFERENCE_DIHEDRAL.items():
        assert distance_bits(hashes[name], from_hex(digits)) <= ROUNDING_BITS, name
    assert quality == 100


@pytest.mark.parametrize("shape", [(4, 100, 3), (100, 4, 3), (1, 1, 3)])
def test_a_picture_too_small_to_hash_has_quality_zero(shape):
    bits, quality = pdq(np.full(shape, 200, dtype=np.uint8))
    assert quality == 0
    assert not bits.any()
    hashes, quality = pdq_dihedral(np.full(shape, 200, dtype=np.uint8))
    assert quality == 0
    assert len(hashes) == 8


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_picture_has_quality_zero(level):
    assert pdq(np.full((240, 320, 3), level, dtype=np.uint8))[1] == 0


def test_a_view_that_is_not_contiguous_hashes_like_its_copy():
    rgb = waves(7, 360, 640)
    assert (pdq(rgb[:, ::-1])[0] == pdq(rgb[:, ::-1].copy())[0]).all()


def test_recompression_and_brightness_move_few_bits_and_another_picture_moves_half():
    rgb = waves(7, 360, 640)
    _, jpeg = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, 40])
    darker = (cv2.imdecode(jpeg, cv2.IMREAD_COLOR) * 0.8).astype(np.uint8)
    assert distance_bits(pdq(rgb)[0], pdq(darker)[0]) <= 20
    assert 90 <= distance_bits(pdq(rgb)[0], pdq(waves(70, 360, 640))[0]) <= 166


def test_leading_zeros_survive_the_text_form():
    bits = np.zeros(32, dtype=np.uint8)
    bits[-1] = 7
    assert to_hex(bits) == "0" * 63 + "7"
    assert (from_hex(to_hex(bits)) == bits).all()
    assert from_hex("AB" * 32).tolist() == [0xAB] * 32


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "g" * 64, " " + "0" * 63, "0" * 64 + "\n"])
def test_what_is_not_64_digits_is_refused(text):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        from_hex(text)


def test_what_is_not_32_bytes_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        to_hex(np.zeros(31, dtype=np.uint8))


def test_distance_counts_bits_and_broadcasts():
    a = np.zeros((3, 1, 32), dtype=np.uint8)
    b = np.full((1, 2, 32), 255, dtype=np.uint8)
    assert distance_bits(a, b).tolist() == [[256, 256]] * 3
    assert distance_bits(a[0, 0], a[0, 0]) == 0
