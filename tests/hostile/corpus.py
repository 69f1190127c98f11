"""Bad and odd inputs, each with the outcome that a user should see.

A case is written into a folder of its own. It ends as an article, as a skip whose reason names what
to do, or as both where a file holds several records. EITHER is for formats that may be read or not:
whichever it is, nothing breaks and a skip has its reason.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

SENTENCE = "The mayor closed the north pier on Monday after 12 cracks were found."
STORY = f"{SENTENCE} “Safety comes first,” Mayor Ines Vara said. Ferries go on.\n"
SCRIPT = "<script>alert('pwned')</script>"
MARK = "<pwned-tag onmouseover=alert(1)>"
"""No page may hold an element of this name."""


class Outcome(Enum):
    """What becomes of a case."""

    ARTICLE = auto()
    SKIPPED = auto()
    BOTH = auto()
    EITHER = auto()


@dataclass(frozen=True)
class Case:
    """One input.

    Args:
        write: Puts it into a folder.
        says: Words that the text must hold, or that the reason for skipping it must.
    """

    name: str
    outcome: Outcome
    write: Callable[[Path], None]
    says: str = ""


CASES: list[Case] = []


def case(
    name: str, outcome: Outcome, file: str, content: str | bytes, *, says: str = "", **beside: str
) -> None:
    """Add a case of one file, and of others beside it: their names with "_" for "."."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content

    def write(folder: Path) -> None:
        (folder / file).write_bytes(data)
        for other, text in beside.items():
            (folder / other.replace("_", ".")).write_text(text)

    CASES.append(Case(name, outcome, write, says))


def built(name: str, outcome: Outcome, *, says: str = "") -> Callable[..., None]:
    """Add a case that a function writes."""

    def add(write: Callable[[Path], None]) -> None:
        CASES.append(Case(name, outcome, write, says))

    return add


def page(body: str, head: str = "") -> str:
    """A web page with an article in it."""
    told = f"<p>{SENTENCE}</p>" * 3
    return f"<!doctype html><html><head>{head}</head><body><article>{told}{body}</article></body>"


def record(**fields: object) -> str:
    """An article as a JSON object."""
    return json.dumps({"text": STORY, **fields})


A, S, B, E = Outcome.ARTICLE, Outcome.SKIPPED, Outcome.BOTH, Outcome.EITHER

# Hardly anything, or far too much
case("empty", S, "a.txt", "", says="empty")
case("blanks", S, "a.txt", " \n\t\r\n  ", says="empty")
case("invisible characters", S, "a.txt", "\u200b\u2060\ufeff\xad", says="no text")
case("one word", A, "a.txt", "Closed.")
case("one letter", A, "a.txt", "A")
case("one number", S, "a.txt", "12")
case("5 MB in one line", S, "a.txt", SENTENCE * 75_000, says="split it")
case("over the limit of bytes", S, "a.txt", b"x " * 10_500_000, says="reading.max_bytes")
case("a million commas", S, "a.txt", "," * 1_000_000, says="no word")
case("ten thousand commas", S, "a.txt", "," * 10_000, says="no word")
case("only quotation marks", S, "a.txt", "“”\"'«»" * 50, says="no word")
case("only emoji", S, "a.txt", "😀👩‍👩‍👧‍👦🏴‍☠️" * 60, says="no word")
case("only punctuation in lines", S, "a.txt", "...\n---\n***\n???\n" * 50)
case("a long line of prose", A, "a.txt", SENTENCE.replace(".", " and ") * 120)
case("one enormous sentence", A, "a.txt", "the pier closed, and " * 700)
case("a word of 20,000 letters", A, "a.txt", f"{STORY}\nThe word {'x' * 20_000} was said.\n")
case("5,000 lines of one letter", A, "a.txt", STORY + "a\n" * 5_000)
case("a thousand blank lines", A, "a.txt", "\n" * 1_000 + STORY + "\n" * 1_000)

# Marks that do not match
case("10,000 quotation marks", A, "a.txt", STORY + "\n" + '" ' * 10_000)
case("unclosed quotations", A, "a.txt", "“We will not close it, she said.\n\n" * 40 + STORY)
case("closing marks alone", A, "a.txt", "We will not close it,” she said. " * 40)
case(
    "nested quotations", A, "a.txt", "“He said ‘she said “close it” again’ twice,” Vara said. " * 9
)
case("brackets", A, "a.txt", STORY + "([{" * 500 + ")]}" * 500)
case("apostrophes", A, "a.txt", STORY + "'tis the workers' '90s rock 'n' roll piers' end. " * 40)

# Forms that are no prose
case("a table", A, "a.txt", STORY + "Pier | Cracks | Cost\nNorth | 12 | $4m\nSouth | 0 | –\n")
case("a Markdown table", A, "a.md", STORY + "\n| Pier | Cracks |\n|---|---|\n| North | 12 |\n" * 30)
case("a list", A, "a.txt", STORY + "\n".join(f"- {n} piers were closed" for n in range(200)))
case(
    "a tweet",
    A,
    "a.txt",
    "BREAKING 🚨 @portellery closes N pier!! 12 cracks #ferry https://t.example/x\n" + STORY,
)
case("all capitals", A, "a.txt", STORY.upper() * 5)
case("no capitals or stops", A, "a.txt", STORY.lower().replace(".", "") * 5)
case(
    "a chat", A, "a.txt", "\n".join(f"[10:{n:02}] ana: pier closed {n}?" for n in range(60)) + STORY
)
case("a log file", A, "a.txt", STORY + "2031-03-04T10:00:00Z ERROR pier[12]: crack=0x1f\n" * 80)
case("source code", A, "a.txt", STORY + "def f(x):\n    return {'a': x['b'] ** 2}\n" * 60)
case("front matter without an end", A, "a.md", "---\ntitle: Pier\nsource: Herald\n\n" + STORY)
case("front matter of anchors", A, "a.md", "---\na: &a [x,x]\nb: &b [*a,*a]\n---\n" + STORY)
case("front matter that is no TOML", A, "a.md", "+++\na = [[[[\n+++\n" + STORY)
case("a menu", S, "a.txt", "Menu\nSubscribe\nShare\nLog in\n", says="story's text")

# Scripts and directions
case("right to left", E, "a.txt", "העירייה סגרה את הרציף ביום שני לאחר שנמצאו 12 סדקים. " * 5)
case("Arabic with its digits", E, "a.txt", "أغلقت المدينة الرصيف بعد العثور على ١٢ شقا. " * 5)
case(
    "no blanks between words",
    E,
    "a.txt",
    "市長は月曜日に十二の亀裂が見つかった後に北桟橋を閉鎖した。" * 40,
)
case("overrides of direction", A, "a.txt", "\u202e" + STORY + "\u2066\u2067\u202d" + STORY)
case("look-alike letters", A, "a.txt", STORY.replace("a", "а").replace("o", "о"))
case("stacked accents", A, "a.txt", STORY + "e" + "\u0301" * 3_000 + " was said.")
case("zero-width characters in words", A, "a.txt", "\u200b".join(STORY), says="12 cracks")
case("joined emoji", A, "a.txt", STORY + "👩‍👩‍👧‍👦" * 300)
case("a thousand replacement characters", A, "a.txt", STORY + "\ufffd" * 1_000)

# Bytes
case("null bytes", S, "a.txt", b"The pier\0 closed.", says="null byte")
case("random bytes", S, "a.txt", bytes(range(256)) * 40)
case("some control characters", A, "a.txt", STORY * 5 + "\x07\x08", says="12 cracks")
case("escape sequences", A, "a.txt", f"\x1b[31m{STORY}\x1b[0m\x1b]0;owned\x07")
case("bytes that are no UTF-8", A, "a.txt", STORY.encode().replace(b"M", b"\xff\xfe\xc0"))
case("Windows-1252", A, "a.txt", "The café closed, “fully”.".encode("cp1252"), says="“fully”")
case("a UTF-8 mark", A, "a.txt", b"\xef\xbb\xbf" + STORY.encode(), says=SENTENCE)
case("two UTF-8 marks", A, "a.txt", b"\xef\xbb\xbf" * 2 + STORY.encode(), says=SENTENCE)
case("UTF-16 with a mark", A, "a.txt", STORY.encode("utf-16"), says=SENTENCE)
case("UTF-16 without one", A, "a.txt", STORY.encode("utf-16-be"), says=SENTENCE)
case("UTF-16 cut in a character", A, "a.txt", STORY.encode("utf-16")[:-1], says="12 cracks")
case("UTF-32", A, "a.txt", STORY.encode("utf-32"), says=SENTENCE)
case("a mark and nothing else", S, "a.txt", b"\xff\xfe")
case("old line ends", A, "a.txt", STORY.replace(". ", ".\r") + "\x0b\x0c\x85\u2028" + STORY)

# JSON
case(
    "lone surrogates",
    A,
    "a.json",
    '{"text": "\\ud800 12 cracks were found. \\udfff\\ud83d", "title": "\\udc00"}',
)
case("nested a hundred thousand deep", S, "a.json", "[" * 100_000, says="nested too deeply")
case("nested deep within an article", E, "a.json", '{"text": "x", "a": ' + '{"a":' * 50_000)
case(
    "a number of 5,000 digits",
    E,
    "a.json",
    '{"text": ' + json.dumps(STORY) + ', "date": ' + "9" * 5_000 + "}",
)
case(
    "infinity and not a number",
    A,
    "a.json",
    '{"text": ' + json.dumps(STORY) + ', "date": Infinity, "url": NaN}',
)
case("one field twice", A, "a.json", '{"text": "Old.", "text": ' + json.dumps(STORY) + "}")
case("cut JSON", S, "a.json", record()[:-9], says="not JSON")
case("prose named .json", S, "a.json", STORY, says=".txt")
case("a good and two bad records", B, "a.json", json.dumps([{"text": STORY}, 7, {"text": None}]))
case("a line cut in the middle", B, "a.jsonl", f"{record()}\n{record()[:30]}\n{record()}\n")
case(
    "dates of no calendar",
    A,
    "a.json",
    record(published="2031-02-30", url="https://x.example/9999/99/99/"),
)
case("a year beyond the calendar", A, "a.json", record(published="99999-01-01", date="0000-00-00"))
case(
    "markup in every field",
    A,
    "a.json",
    record(title=SCRIPT, source=MARK, author=f'"{MARK}', url=f"javascript:{MARK}"),
)
case("an address that is a script", A, "a.json", record(url="javascript:alert(1)"))
case("an address that is no address", A, "a.json", record(url="http://[::1/%zz"))
case(
    "formulas in every field",
    A,
    "a.json",
    record(title="=1+1", source="@SUM(1)", author="+1", url="-1"),
)
case(
    "templates in every field",
    A,
    "a.json",
    record(title="{{ 7*7 }}", source="{% include 'x' %}", author="${7*7}"),
)
case(
    "controls in every field",
    A,
    "a.json",
    record(title="\x1b[31mred", source="\x9b2J", author="a\nb\0c"),
)
case("a title of 20,000 letters", A, "a.json", record(title="Pier " * 4_000, source="S" * 9_000))
case(
    "three hundred records",
    A,
    "a.json",
    json.dumps([{"text": f"Pier {n} closed."} for n in range(300)]),
)

# Tables
case("cells that are formulas", A, "a.csv", f'title,source,text\n=1+1,@x,"{SENTENCE}"\n')
case("an open quotation mark in a table", E, "a.csv", f'text\n"{SENTENCE}')
case("a table without a text", S, "a.csv", "when,what\n1,2\n", says="name the column")
case("rows of other lengths", A, "a.csv", f'source,text\nHerald,"{SENTENCE}",more,cells\n')
case("a header alone", S, "a.csv", "title,text\n", says="put an article")
case("a row without a text", B, "a.tsv", f"source\ttext\nHerald\t{SENTENCE}\nCourier\t\n")

# Web pages
case("scripts", A, "a.html", page(f"{SCRIPT}<img src=x onerror=alert(1)><svg onload=alert(1)>"))
case(
    "markup written as text",
    A,
    "a.html",
    page("<p>He wrote &lt;script&gt;alert(1)&lt;/script&gt; twice.</p>"),
)
case(
    "frames and forms",
    A,
    "a.html",
    page("<iframe srcdoc='<script>1</script>'></iframe><form action=//x.example>"),
)
case(
    "a refresh to elsewhere",
    A,
    "a.html",
    page("", "<meta http-equiv=refresh content='0;url=//x.example'>"),
)
case("3,000 open elements", E, "a.html", "<html><body>" + "<div>" * 3_000 + STORY)
case("30,000 open elements", E, "a.html", "<html><body>" + "<b><i>" * 15_000 + STORY)
case("an encoding of no name", A, "a.html", page("", "<meta charset=klingon-8>"))
case(
    "entities without end",
    E,
    "a.html",
    page("<p>&amp" * 500 + "&#x110000;&#0;&#xd800;&nosuch;</p>"),
)
case("an empty page", S, "a.html", "<html><body></body></html>", says="paste its text")
case(
    "a page built by script",
    S,
    "a.html",
    "<html><body><div id=app></div><script>x()</script></body>",
)
case("comments that do not end", E, "a.html", page("<!--" * 2_000))

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
case("a billion laughs", E, "a.xml", BOMB + "<rss><channel><item>&l9;</item></channel></rss>")
case(
    "a billion laughs in a page",
    E,
    "a.xhtml",
    BOMB + f"<html><body><p>{SENTENCE}&l9;</p></body></html>",
)
case(
    "an entity from outside", E, "a.xml", OUTSIDE + "<rss><channel><item>&e;</item></channel></rss>"
)
case(
    "an entity from outside in a page",
    E,
    "a.xhtml",
    OUTSIDE + f"<html><body><p>{SENTENCE}&e;</p></body></html>",
)

# Markdown
case("links without end", A, "a.md", STORY + "[" * 5_000 + "](" * 5_000)
case("emphasis without end", A, "a.md", STORY + "**" * 5_000 + "_a" * 3_000 + "`" * 5_001)
case("quoted 2,000 deep", A, "a.md", STORY + ">" * 2_000 + " " + SENTENCE)
case(
    "a picture in base64", A, "a.md", f"![x](data:image/png;base64,{'iVBORw0K' * 4_000})\n\n{STORY}"
)
case(
    "markup in Markdown",
    A,
    "a.md",
    f"# {SCRIPT}Pier shut\n\n{STORY}{MARK}\n\n[x](javascript:alert(1))",
)
case("every mark of Markdown", A, "a.md", STORY + "\\`*_{}[]<>()#+-.!|~&" * 300)

# Numbers and days that no calendar or counter holds
case(
    "numbers without end",
    A,
    "a.txt",
    STORY + f"About {'9' * 400} people, 1{',000' * 200} more and 1e999 fell. ",
)
case(
    "odd digits",
    A,
    "a.txt",
    "²³ ½ ⅞ ١٢ １２ Ⅻ ① 𝟙𝟚 people and £¥€$ 1.2.3.4 % were seen, -0 to +∞ more. " * 5,
)
case(
    "days of no calendar",
    A,
    "a.txt",
    "On February 30, 0000, the 31st of June and 99/99/9999 at 25:61 it closed. " * 5,
)
case(
    "percent of percent",
    A,
    "a.txt",
    "It fell by 200 percent of -5 percent to 1/0 per cent per cent per head. " * 5,
)
case(
    "ranges that end before they begin",
    A,
    "a.txt",
    "Between 90 and 10 people, 12-3 of 2, left from 2031 to 1931. " * 5,
)

# Files that are something else
case("a PDF named .txt", S, "a.txt", "%PDF-1.7\n%âãÏÓ\n1 0 obj", says="PDF")
case("a picture named .html", S, "a.html", b"\x89PNG\r\n\x1a\n" + bytes(99), says="picture")
case("a program", S, "a.exe", b"MZ\x90\0" + bytes(99), says="cannot be read")
case("no extension", E, "README", STORY)
case("a cut PDF", S, "a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
case("prose named .pdf", E, "a.pdf", STORY)
case("prose named .docx", E, "a.docx", STORY)
case("a mail with a mail with a mail", E, "a.eml", "Content-Type: message/rfc822\n\n" * 200 + STORY)
case(
    "a cut archive of the web",
    E,
    "a.warc",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP",
)
case("cut gzip", E, "a.txt.gz", gzip.compress(STORY.encode() * 99)[:-30])
case("gzip named .txt", E, "a.txt", gzip.compress(STORY.encode()))
case("a gzip bomb", S, "a.txt.gz", gzip.compress(bytes(60_000_000), 9))


def zipped(*files: tuple[str, bytes]) -> bytes:
    """A ZIP archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


case("a ZIP bomb", S, "a.zip", zipped(*((f"{n}.txt", bytes(30_000_000)) for n in range(3))))
case(
    "a ZIP in a ZIP in a ZIP",
    S,
    "a.zip",
    zipped(("b.zip", zipped(("c.zip", zipped(("d.zip", b"")))))),
)
case(
    "a ZIP that climbs out",
    E,
    "a.zip",
    zipped(("../../climbed.txt", STORY.encode()), ("/climbed.txt", b"x.")),
)
case("a cut ZIP", S, "a.zip", zipped(("a.txt", STORY.encode()))[:-20])
case("a DOCX bomb", S, "a.docx", zipped(("word/document.xml", b"<w:t>" + bytes(60_000_000))))
case("a DOCX of laughs", S, "a.docx", zipped(("word/document.xml", BOMB.encode() + b"<x>&l9;</x>")))

# Sidecars
case(
    "a sidecar of markup",
    A,
    "a.txt",
    STORY,
    a_meta_json=json.dumps({"source": SCRIPT, "title": MARK}),
)
case("a sidecar that is broken", B, "a.txt", STORY, a_meta_json="{" * 20_000, says="12 cracks")
case("a sidecar alone", S, "a.meta.json", "{}", says="sidecar")

# File systems
case("a name of markup", A, f"{MARK.replace('/', '')}.txt", STORY)
case("a name of escapes", A, "\x1b[2J\x1b]0;owned\x07\n\r.txt", STORY)
case("a name that is an option", A, "--quiet.txt", STORY)
case("a name of 250 letters", A, "n" * 250 + ".txt", STORY)
case("a name with a day that is none", A, "pier-2031-13-45.txt", STORY)
case("a name turned round", A, "pier\u202etxt.exe.txt", STORY)


@built("a name that is no text", A)
def _(folder: Path) -> None:
    (folder / os.fsdecode(b"pier\xff\xfe.txt")).write_text(STORY)


@built("a folder that holds itself", A)
def _(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text(STORY)
    (folder / "deep" / "loop").symlink_to(folder)


@built("a link to itself", S, says="permissions")
def _(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")


@built("a link to nothing", S)
def _(folder: Path) -> None:
    (folder / "a.txt").symlink_to("gone.txt")


@built("a link to a device without end", S, says="regular file")
def _(folder: Path) -> None:
    (folder / "a.txt").symlink_to("/dev/zero")


@built("a pipe that nobody fills", S, says="regular file")
def _(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")


@built("a folder named as a file", S)
def _(folder: Path) -> None:
    (folder / "a.txt").mkdir()


@built("a hundred folders deep", A)
def _(folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 100)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(STORY)


@built("the same story under two names", A)
def _(folder: Path) -> None:
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(STORY)
