"""The body of an HTTP request to form fields and files: query, urlencoded, JSON or multipart."""

import json
from collections.abc import Mapping
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import parse_qsl

from bot.local.wire import Upload


def read_form(query: str, content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and the files. Raises ValueError for a body that is not what it says."""
    fields = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return fields | _texts(json.loads(body)), {}
    if kind == "multipart/form-data":
        more, files = _multipart(content_type, body)
        return fields | more, files
    return fields | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


def _texts(written: Mapping[str, object]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in written.items()}


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    boundary = str(_header("Content-Type", content_type).get_param("boundary", ""))
    if not boundary:
        raise ValueError("multipart without a boundary")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        about = BytesHeaderParser().parsebytes(head)
        name = str(about.get_param("name", header="content-disposition"))
        if (filename := about.get_filename()) is None:
            fields[name] = content.decode()
        else:
            files[name] = Upload(filename, content)
    return fields, files


def _header(name: str, value: str) -> Message:
    header = Message()
    header[name] = value
    return header
