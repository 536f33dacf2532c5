"""Time stamps of RFC 3161: a service's signed word that a digest was there at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from firstseen.errors import InputError
from firstseen.publish.der import with_ordered_certificates

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rfc3161_client import TimeStampResponse

REQUEST_TYPE: Final = "application/timestamp-query"
ANSWER_TYPE: Final = "application/timestamp-reply"
LARGEST_STAMP_BYTES: Final = 256 * 1024
"""A token with its certificates has 3 to 8 kB."""

_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_LARGEST_PEM_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says: when, by whom as its certificate has it, and of which SHA-256."""

    at: datetime
    by: str
    digest: str


@dataclass(frozen=True, slots=True)
class Question:
    """A request for a stamp, with the number that its answer has to carry."""

    content: bytes
    nonce: int | None


def ask_for_stamp(stamped: bytes) -> Question:
    """The request for a stamp of the SHA-256 of these bytes."""
    builder = TimestampRequestBuilder().data(stamped).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.cert_request(cert_request=True).nonce(nonce=True).build()
    return Question(request.as_bytes(), request.nonce)


def checked_answer(question: Question, answer: bytes, stamped: bytes) -> Stamp:
    """The stamp in a service's answer. Raises InputError for a refusal, or an answer to something else."""
    response = _decoded(answer)
    if PKIStatus(response.status) != PKIStatus.GRANTED:
        told = "; ".join(str(one) for one in response.status_string)
        raise InputError(f"the service refused{f': {told[:200]}' if told else ''}")
    if response.tst_info.nonce != question.nonce:
        raise InputError("the service answered another request")
    stamp = _stamp(response)
    if stamp.digest != hashlib.sha256(stamped).hexdigest():
        raise InputError("the service stamped something else")
    return stamp


def read_stamp(answer: bytes) -> Stamp:
    """What a stamp says. Raises InputError for what is none. Nothing of it is proven yet."""
    return _stamp(_decoded(answer))


def prove_stamp(answer: bytes, stamped: bytes, trusted: Path) -> None:
    """Return when a stamp of these bytes was signed under a trusted certificate; raises InputError saying why not."""
    certificates = _certificates(trusted)
    roots = [one for one in certificates if one.issuer == one.subject] or certificates
    others = [one for one in certificates if one not in roots]
    verifier = VerifierBuilder(roots=roots, intermediates=others).build()
    try:
        verifier.verify(_decoded(answer), hashlib.sha256(stamped).digest())
    except (VerificationError, ValueError, TypeError) as error:
        raise InputError(f"it does not hold under {trusted.name}: {error}") from error


def _decoded(answer: bytes) -> TimeStampResponse:
    if len(answer) > LARGEST_STAMP_BYTES:
        raise InputError("it is too large for a time stamp")
    try:
        response: TimeStampResponse = decode_timestamp_response(with_ordered_certificates(answer))
    except ValueError as error:
        raise InputError(f"it is no time stamp of RFC 3161: {error}") from error
    return response


def _stamp(response: TimeStampResponse) -> Stamp:
    try:
        info = response.tst_info
        imprint = info.message_imprint
        if imprint.hash_algorithm.dotted_string != _SHA256:
            raise InputError("it is not of a SHA-256")
        return Stamp(info.gen_time, _signer(response), imprint.message.hex())
    except ValueError as error:
        raise InputError(f"it cannot be read as a time stamp: {error}") from error


def _signer(response: TimeStampResponse) -> str:
    """Who signed, as the certificate inside says: only a name until it is proven."""
    signers = list(response.signed_data.signer_infos)
    for content in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(content)
        if signers and certificate.serial_number == signers[0].serial_number:
            return certificate.subject.rfc4514_string()
    return signers[0].issuer.rfc4514_string() if signers else ""


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        with path.open("rb") as source:
            return x509.load_pem_x509_certificates(source.read(_LARGEST_PEM_BYTES))
    except OSError as error:
        raise InputError(f"{path}: the certificate cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: holds no certificate in PEM") from error
