"""Documents, messages and archives made by the libraries that make them elsewhere."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

import docx

TITLE = "Bridge to close in May"
LEAD = "The council of Tarn City voted on Thursday to close the Osk Bridge for eleven months."
MORE = "Mayor Ines Holt said that the council had no other choice after the last inspection."
STORY = f"{LEAD}\n\n{MORE}"
PAGE = f"""<!doctype html><html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>
<p>{LEAD}</p><p>{MORE}</p></article></body></html>"""


def pdf(*pages: Sequence[str], properties: Mapping[str, str] | None = None) -> bytes:
    """Return a PDF document with these lines on its pages, set in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", FONT]
    places = []
    for lines in pages:
        content = stream_of(lines)
        objects.append(content)
        objects.append(PAGE_OBJECT.format(content=len(objects)))
        places.append(len(objects))
    kids = " ".join(f"{place} 0 R" for place in places)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(places)} >>"
    told = " ".join(f"/{name} ({value})" for name, value in (properties or {}).items())
    objects.append(f"<< {told} >>")
    return with_table(objects)


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE_OBJECT = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R "
    "/Resources << /Font << /F1 3 0 R >> >> >>"
)


def stream_of(lines: Sequence[str]) -> str:
    """Return a page's drawing: one line below the other."""
    shown = "\n".join(f"({escaped(line)}) Tj T*" for line in lines)
    drawn = f"BT /F1 11 Tf 14 TL 72 720 Td\n{shown}\nET"
    return f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream"


def escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def with_table(objects: Sequence[str]) -> bytes:
    """Number the objects and add the table of where each begins."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return (
        data
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
        + (f"startxref\n{len(data)}\n%%EOF\n".encode())
    )


def word(*paragraphs: str, title: str | None = None) -> bytes:
    """Return a Word document."""
    document = docx.Document()
    if title:
        document.add_heading(title, level=0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def message(text: str, *, page: str | None = None, **headers: str) -> EmailMessage:
    """Return a message in plain text, and in HTML where there is a page."""
    made = EmailMessage()
    given = {"Subject": TITLE, "From": "Harbor Herald <news@herald.example>"} | headers
    for name, value in given.items():
        made[name] = value
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    return made


def archive(files: Mapping[str, Any], *, compress: bool = True) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", how) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def crawl(
    *answers: tuple[str, str, bytes],
    packed: bool = False,
    status: int = 200,
) -> bytes:
    """Return a crawl (WARC) of these answers: address, media type and bytes."""
    records = [record({"WARC-Type": "warcinfo"}, b"software: tests\r\n")]
    for address, kind, content in answers:
        head = f"HTTP/1.1 {status} As asked\r\nContent-Type: {kind}\r\n\r\n".encode()
        told = {"WARC-Type": "response", "WARC-Target-URI": address}
        told["WARC-Date"] = "2031-04-05T10:00:00Z"
        told["Content-Type"] = "application/http; msgtype=response"
        records.append(record(told, head + content))
    return b"".join(map(gzip.compress, records) if packed else records)


def record(told: Mapping[str, str], content: bytes) -> bytes:
    """Return one record of a crawl."""
    fields = {"WARC-Record-ID": "<urn:x:1>"} | dict(told) | {"Content-Length": str(len(content))}
    head = "\r\n".join(["WARC/1.0", *(f"{name}: {value}" for name, value in fields.items())])
    return f"{head}\r\n\r\n".encode() + content + b"\r\n\r\n"
