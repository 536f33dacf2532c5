"""Requests that carry files: forms and plain bodies, streamed to the desk's disk as they come in.

A router with `route_class=UploadRoute` hands its routes requests whose `form()` puts files away as `Upload`s. What a
refused request had brought is removed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from fastapi import Request
from fastapi.routing import APIRoute
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette._utils import AwaitableOrContextManagerWrapper
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from firstseen.errors import InputError, TooLarge
from firstseen.web.context import context_of
from firstseen.web.limits import allow_files
from firstseen.web.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette._utils import AwaitableOrContextManager
    from starlette.responses import Response

    from firstseen.web.uploads import Uploads, UploadWriter

_MOST_FILES: Final = 20
_MOST_FIELDS: Final = 200
_LONGEST_FIELD: Final = 1024 * 1024
_LONGEST_HEADERS: Final = 16 * 1024
_BLOCK: Final = 1024 * 1024


class UploadRequest(Request):
    """A request whose files go to the desk's disk."""

    uploads: tuple[Upload, ...] = ()

    def form(self, **_limits: Any) -> AwaitableOrContextManager[FormData]:  # noqa: ANN401 - as the base has it
        """The fields of the form, each a text or an `Upload`. Raises InputError, TooLarge, NoRoom."""
        return AwaitableOrContextManagerWrapper(self._received())

    async def _received(self) -> FormData:
        if self._form is None:
            kind, options = parse_options_header(self.headers.get("content-type", ""))
            if kind != b"multipart/form-data":
                return await self._get_form()
            boundary = options.get(b"boundary")
            if not boundary:
                raise InputError("the form has no boundary; send it as multipart/form-data")
            reading = _Form(context_of(self).uploads, boundary)
            try:
                async for piece in self.stream():
                    if piece:
                        await run_in_threadpool(reading.take, piece)
                items = await run_in_threadpool(reading.finish)
            except BaseException:  # also when cancelled: no refused file stays
                reading.drop()
                raise
            self.uploads = tuple(value for _, value in items if isinstance(value, Upload))
            self._form = FormData(cast("Any", items))
        return self._form

    async def body_as_upload(self, name: str) -> Upload:
        """The body itself as a file with this name."""
        uploads = context_of(self).uploads
        with await run_in_threadpool(uploads.writing, name) as writer:
            waiting = bytearray()
            async for piece in self.stream():
                waiting += piece
                if len(waiting) >= _BLOCK:
                    await run_in_threadpool(writer.write, bytes(waiting))
                    waiting.clear()
            if waiting:
                await run_in_threadpool(writer.write, bytes(waiting))
            stored = await run_in_threadpool(writer.finish)
        self.uploads = (stored,)
        return stored

    def discard(self) -> None:
        """Remove the files that this request was the first to bring."""
        for upload in self.uploads:
            if upload.new:
                context_of(self).uploads.remove(upload.id)


class UploadRoute(APIRoute):
    """A route that gets its files on disk, and whose files go again when it refuses the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route, as the application calls it."""
        answer = super().get_route_handler()

        async def handler(request: Request) -> Response:
            received = UploadRequest(request.scope, request.receive)
            uploads = context_of(request).uploads
            allow_files(request.scope, uploads.largest)
            uploads.expect(_announced(request))
            try:
                return await answer(received)
            except BaseException:  # also when cancelled: no refused file stays
                await run_in_threadpool(received.discard)
                raise

        return handler


def field(form: FormData, name: str) -> str:
    """A text of a form; empty when it is missing. Raises InputError when it is a file."""
    value = form.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name} is a file, and has to be a text")
    return value


def file_of(form: FormData, name: str) -> Upload | None:
    """A file of a form; None when none was chosen. Raises InputError when it is a text."""
    value: object = form.get(name)
    if value is None or isinstance(value, Upload):
        return value
    if value:
        raise InputError(f"{name} is a text, and has to be a file")
    return None


def _announced(request: Request) -> int | None:
    told = request.headers.get("content-length", "")
    return int(told) if told.isdecimal() else None


class _Form:
    """The parts of a form, as their bytes come in: texts are kept, files are written."""

    def __init__(self, uploads: Uploads, boundary: bytes) -> None:
        self._uploads = uploads
        self._items: list[tuple[str, str | Upload]] = []
        self._header, self._value = b"", b""
        self._disposition = b""
        self._name = ""
        self._text = bytearray()
        self._writer: UploadWriter | None = None
        self._skipping = False
        self._files = 0
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def take(self, piece: bytes) -> None:
        """Take the next bytes of the form."""
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise InputError("the form is broken; send it as multipart/form-data") from error

    def finish(self) -> list[tuple[str, str | Upload]]:
        """Every field with its value. Raises InputError when the form breaks off."""
        if not self._ended:
            raise InputError("the form breaks off before its end; send it again")
        return self._items

    def drop(self) -> None:
        """Remove every file that the form has brought so far."""
        if self._writer is not None:
            self._writer.__exit__(None, None, None)
        for _, value in self._items:
            if isinstance(value, Upload) and value.new:
                self._uploads.remove(value.id)

    def _begin(self) -> None:
        self._disposition, self._text = b"", bytearray()
        self._name, self._skipping = "", False

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]
        self._check_headers()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_headers()

    def _check_headers(self) -> None:
        if len(self._header) + len(self._value) > _LONGEST_HEADERS:
            raise TooLarge("a header of the form", "16 kB")

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if not self._name or len(self._items) >= _MOST_FIELDS:
            raise InputError(f"each part of the form needs a name, and there can be {_MOST_FIELDS} of them")
        if b"filename" not in options:
            return
        name = options[b"filename"].decode("utf-8", "replace")
        # A browser sends a file without name and bytes when nobody chose one.
        self._skipping = not name
        if not self._skipping:
            self._files += 1
            if self._files > _MOST_FILES:
                raise InputError(f"at most {_MOST_FILES} files can be sent at once")
            self._writer = self._uploads.writing(name)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._writer is not None:
            self._writer.write(data[start:end])
        elif not self._skipping:
            if len(self._text) + end - start > _LONGEST_FIELD:
                raise TooLarge(f"the field {self._name[:40]}", "1 MB")
            self._text += data[start:end]

    def _part_end(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with writer:
                self._items.append((self._name, writer.finish()))
        elif not self._skipping:
            self._items.append((self._name, _text(bytes(self._text), self._name)))

    def _end(self) -> None:
        self._ended = True


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name[:40]} is not UTF-8 at byte {error.start + 1}") from error
