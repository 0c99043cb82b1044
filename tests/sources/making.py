"""Makes inputs of every kind, and reads them."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from kg.model import Document
from kg.sources import Fields, Limits, Options, Refusal, read_documents

TALKS = "Президент Казахстана провёл переговоры с послом Китая. «Мы договорились о торговле», — сказал он журналистам."
VISIT = "Министр обороны Перу прибыл в Чили и встретился с министром торговли этой страны, сообщило агентство."


def read(path: Path, fields: str = "", limits: Limits | None = None) -> list[Document | Refusal]:
    return list(read_documents([path], Options(limits or Limits(), Fields.parse(fields))))


def read_bytes(tmp_path: Path, name: str, data: bytes, fields: str = "") -> list[Document | Refusal]:
    (tmp_path / name).write_bytes(data)
    return read(tmp_path / name, fields)


def documents(found: list[Document | Refusal]) -> list[Document]:
    """All that was found, where nothing was refused."""
    assert not [str(one) for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Document)]


def reasons(found: list[Document | Refusal]) -> dict[str, str]:
    """Name of what was refused → why."""
    refusals = [one for one in found if isinstance(one, Refusal)]
    assert all("\n" not in str(one) for one in refusals)
    return {Path(one.name).name if "://" not in one.name else one.name: one.reason for one in refusals}


def json_lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    """A page with the usual frame around its body."""
    return (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="{charset}">'
        f"<title>Переговоры в Астане</title>{head}</head>"
        '<body><nav><ul><li><a href="/">Главная</a></li><li><a href="/world">В мире</a></li></ul></nav>'
        f"{body}<footer>© 2022 Пример. Все права защищены.</footer></body></html>"
    )


ARTICLE = page(
    "<main><article><h1>Переговоры в Астане</h1>"
    f"<p>{TALKS}</p><p>{VISIT}</p><p>Стороны обсудили поставки меди и договорились встретиться снова осенью.</p>"
    "</article></main>"
)


def warc_record(address: str, body: bytes, *, kind: str = "response", status: int = 200, http: str = "") -> bytes:
    head = f"HTTP/1.1 {status} OK\r\n{http or 'Content-Type: text/html; charset=utf-8'}\r\n\r\n".encode()
    payload = body if kind == "conversion" else head + body
    content = "text/plain" if kind == "conversion" else "application/http; msgtype=response"
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: 2022-04-25T20:00:00Z\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return header.encode() + payload + b"\r\n\r\n"
