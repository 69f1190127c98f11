"""Documents, messages, agencies' XML and feeds: what an article each becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import LEAD, MORE, PAGE, STORY, TITLE, message, pdf, saved, word
from test_articles import SETTINGS, read_one, reason_for

from consistency.articles import read
from consistency.articles.attempts import attempt_here
from consistency.articles.contents import Task
from consistency.articles.fixing import rejoined
from consistency.records import Article

LINES = [
    TITLE,
    "",
    "The council of the small harbour town voted on Thursday night to close the",
    "bridge for eleven months, because the inspec-",
    "tors found cracks in three of the piers and could not say how long they would",
    "hold the heavy lorries that cross it from the quay every morning.",
]


def body_of(article: Article) -> list[str]:
    return [article.text[span.start : span.end] for span in article.body]


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        ("a.pdf", pdf(LINES), "consistency.articles.formats.pdf.properties_of"),
        ("a.docx", word(LEAD), "consistency.articles.formats.word.title_of"),
        ("a.eml", bytes(message(STORY)), "consistency.articles.formats.mail.body_of"),
        ("a.html", PAGE.encode(), "trafilatura.bare_extraction"),
    ],
)
def test_memory_that_runs_out_is_the_process_s_and_not_the_file_s(
    name: str, data: bytes, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(where, full)
    made = attempt_here(Task(name, data, {}, SETTINGS))
    assert made.culprit == name  # so that nothing is kept of it, and the process is another's
    assert "reading.memory_megabytes" in made.reason


# --- PDF -----------------------------------------------------------------------------------------


def test_a_pdf_is_read_with_its_lines_joined_to_paragraphs(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.pdf", pdf(LINES, properties={"Title": TITLE}))
    assert article.title == TITLE
    assert "because the inspectors found cracks in three of the piers" in article.text


def test_what_runs_along_the_edge_of_pages_is_left_out(tmp_path: Path) -> None:
    pages = [["Harbor Herald Weekly", f"{LEAD} Part {n}.", f"{n} of 4"] for n in range(1, 5)]
    article = read_one(tmp_path / "a.pdf", pdf(*pages))
    assert "Weekly" not in article.text
    assert "of 4" not in article.text
    assert [f"Part {n}." in article.text for n in range(1, 5)] == [True] * 4


def test_a_pdf_title_that_its_text_does_not_bear_out_is_a_program_s(tmp_path: Path) -> None:
    made = pdf(LINES, properties={"Title": "Microsoft Word - draft3.doc", "Author": "admin"})
    article = read_one(tmp_path / "a.pdf", made)
    assert (article.title, article.author) == (TITLE, None)
    assert "draft3" not in article.text


def test_a_pdf_dates_itself_only_where_nothing_else_does(tmp_path: Path) -> None:
    made = pdf(LINES, properties={"CreationDate": "D:20310405101500Z"})
    assert read_one(tmp_path / "a.pdf", made).published == date(2031, 4, 5)
    dated = pdf(
        [TITLE, "", "April 3, 2031", "", *LINES[2:]], properties={"CreationDate": "D:20310405"}
    )
    article = read_one(tmp_path / "b.pdf", dated)
    assert (article.published, article.published_from) == (date(2031, 4, 3), "text")


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    assert "only pictures" in reason_for(tmp_path / "a.pdf", pdf([]))


def test_a_damaged_pdf_is_skipped(tmp_path: Path) -> None:
    assert "a PDF document that cannot be read" in reason_for(tmp_path / "a.pdf", b"%PDF-1.7\n1 0")


def test_only_a_line_s_own_hyphen_parts_a_word() -> None:
    assert rejoined("the inspec-\ntors came") == "the inspectors came"
    assert rejoined("a well-\nknown man") == "a well-known man"
    assert rejoined("anti-war talk, an anti-\nwar vote") == "anti-war talk, an anti-war vote"
    assert rejoined("the city-run quay, a city-\nrun pier") == "the city-run quay, a city-run pier"
    assert rejoined("from 12-\n14 May") == "from 12-\n14 May"


# --- Word ----------------------------------------------------------------------------------------


def test_a_word_document_is_read_with_its_title_lists_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, level=0)
    document.add_paragraph(LEAD)
    document.add_paragraph("County: $2.1 million", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "North lane", "11 months"
    document.add_paragraph(MORE)
    article = read_one(tmp_path / "a.docx", saved(document))
    assert article.title == TITLE
    assert body_of(article) == [
        TITLE, LEAD, "County: $2.1 million", "North lane | 11 months", MORE,
    ]  # fmt: skip


def test_changes_in_a_word_document_are_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The council voted to close the ")
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for change, words, kind in (("del", "Old", "delText"), ("ins", "Osk", "t")):
        paragraph._element.append(
            parse_xml(
                f'<w:{change} xmlns:w="{name}"><w:r><w:{kind}>{words}</w:{kind}></w:r></w:{change}>'
            )
        )
    paragraph.add_run(" Bridge for eleven months.")
    text = read_one(tmp_path / "a.docx", saved(document)).text
    assert text == "The council voted to close the Osk Bridge for eleven months."


def test_the_day_a_template_was_made_dates_nothing(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.docx", word(LEAD, MORE))
    assert article.published is None
    assert "2013-12-23" in article.published_why


# --- messages ------------------------------------------------------------------------------------


def test_a_message_is_an_article_of_its_sender_and_day(tmp_path: Path) -> None:
    made = message(STORY, Date="Thu, 03 Apr 2031 10:00:00 +0000")
    article = read_one(tmp_path / "a.eml", made.as_bytes())
    assert (article.source, article.title) == ("Harbor Herald", TITLE)
    assert (article.published, article.published_from) == (date(2031, 4, 3), "metadata")
    assert body_of(article) == [TITLE, LEAD, MORE]


def test_of_a_message_that_hints_at_its_page_the_page_is_read(tmp_path: Path) -> None:
    made = message("View this in your browser.", page=PAGE)
    article = read_one(tmp_path / "a.eml", made.as_bytes())
    assert LEAD in article.text
    assert "browser" not in article.text


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_message_is_decoded(tmp_path: Path, encoding: str) -> None:
    made = message("")
    made.set_content("The café owners of Tarn City said “no” to it.\n", cte=encoding)
    assert (
        "The café owners of Tarn City said “no”"
        in read_one(tmp_path / "a.eml", made.as_bytes()).text
    )


def test_attachments_of_a_message_are_read_beside_it(tmp_path: Path) -> None:
    made = message(STORY)
    made.add_attachment(
        pdf(LINES), maintype="application", subtype="pdf", filename="../../release.pdf"
    )
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    articles, skipped = read([tmp_path], settings=SETTINGS)
    assert [Path(a.path).relative_to(tmp_path).as_posix() for a in articles] == [
        "a.eml",
        "a.eml/release.pdf",
    ]
    assert skipped == []


def test_a_message_without_words_says_so(tmp_path: Path) -> None:
    assert "no words in the message" in reason_for(tmp_path / "a.eml", message("").as_bytes())


def test_a_page_saved_as_one_file_is_dated_by_itself(tmp_path: Path) -> None:
    saved_page = message("", Date="Sat, 05 Apr 2031 10:00:00 +0000", From="<Saved by Browser>")
    saved_page["Snapshot-Content-Location"] = "https://herald.example/2031/04/03/bridge"
    saved_page.add_alternative(PAGE, subtype="html")
    article = read_one(tmp_path / "a.mhtml", saved_page.as_bytes())
    assert (article.source, article.published) == ("herald.example", date(2031, 4, 3))


# --- XML -----------------------------------------------------------------------------------------

NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>BRIDGE</title><docdata><date.issue norm="20310403T221000Z"/>
<doc.copyright holder="Tarn Valley Wire" year="2031"/></docdata></head>
<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By Ada Quill
<byttl>Staff Writer</byttl></byline></body.head>
<body.content><media><media.caption>A bridge.</media.caption></media>
<block><p>{LEAD}</p><p>{MORE}</p><ul><li>County: $2.1 million</li></ul></block>
</body.content></body>
</nitf>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="2">
<itemMeta><provider literal="Tarn Valley Wire"/>
<versionCreated>2031-04-04T08:00:00Z</versionCreated>
<firstCreated>2031-04-03T22:10:00Z</firstCreated></itemMeta>
<contentMeta><by>By Ada Quill</by><headline>{TITLE}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>No</title></head><body><p>{LEAD}</p><p>{MORE}</p></body></html></inlineXML></contentSet>
</newsItem>"""


@pytest.mark.parametrize("document", [NITF, NEWSML], ids=["NITF", "NewsML-G2"])
def test_an_agency_s_document_is_an_article(tmp_path: Path, document: str) -> None:
    article = read_one(tmp_path / "a.xml", document)
    assert (article.source, article.author) == ("Tarn Valley Wire", "Ada Quill")
    assert (article.published, article.published_from) == (date(2031, 4, 3), "metadata")
    assert body_of(article)[:3] == [TITLE, LEAD, MORE]
    assert "A bridge." not in article.text


def test_a_news_message_holds_several_articles(tmp_path: Path) -> None:
    other = NEWSML.replace("eleven months", "nine months")
    (tmp_path / "a.xml").write_text(
        f"<newsMessage><itemSet>{NEWSML}{other}</itemSet></newsMessage>"
    )
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert [Path(a.path).name for a in articles] == ["a.xml#1", "a.xml#2"]


@pytest.mark.parametrize(
    "document",
    [
        f"""<rss version="2.0"><channel><title>Osk Radio</title><item><title>{TITLE}</title>
        <link>https://osk.example/bridge</link><pubDate>Thu, 03 Apr 2031 10:00:00 GMT</pubDate>
        <description>&lt;p&gt;{LEAD}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</description></item>
        <item><title>Ferry fares rise</title><description>Read more</description></item>
        </channel></rss>""",
        f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Osk Radio</title><entry>
        <title>{TITLE}</title><link href="https://osk.example/bridge"/>
        <published>2031-04-03T10:00:00Z</published><content type="html">
        &lt;p&gt;{LEAD}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</content></entry>
        <entry><title>Ferry fares rise</title></entry></feed>""",
    ],
    ids=["RSS", "Atom"],
)
def test_a_feed_gives_an_article_an_entry_and_names_what_only_announces_one(
    tmp_path: Path, document: str
) -> None:
    (tmp_path / "feed.xml").write_text(document)
    (article,), (skip,) = read([tmp_path], settings=SETTINGS)
    assert (article.source, article.title) == ("Osk Radio", TITLE)
    assert (article.url, article.published) == ("https://osk.example/bridge", date(2031, 4, 3))
    assert body_of(article) == [TITLE, LEAD, MORE]
    assert "only announces" in skip.reason


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
THIEF = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [BOMB, THIEF])
@pytest.mark.parametrize("root", ["nitf", "rss", "feed", "newsItem"])
def test_documents_that_define_entities_are_refused(
    tmp_path: Path, declared: str, root: str
) -> None:
    document = f'<?xml version="1.0"?>{declared}<{root}><body>&a;</body></{root}>'
    assert "defines XML entities" in reason_for(tmp_path / "a.xml", document)


def test_other_xml_is_named_by_its_kind(tmp_path: Path) -> None:
    assert "of the kind <kml>" in reason_for(tmp_path / "a.xml", "<kml><Document/></kml>")
    assert "no well-formed XML" in reason_for(tmp_path / "b.xml", "<nitf><body>")


# --- whatever the file is called ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", pdf(LINES)),
        ("a.pdf", word(LEAD, MORE)),
        ("a.docx", STORY.encode()),
        ("a.zip", word(LEAD, MORE)),
        ("a.txt", PAGE.encode()),
        ("a.html", NITF.encode()),
        ("a.xml", PAGE.encode()),
        ("a.html", STORY.encode()),
        ("a.txt", message(STORY).as_bytes()),
        ("a", pdf(LINES)),
        ("a.dat", word(LEAD, MORE)),
    ],
)
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str, content: bytes) -> None:
    text = read_one(tmp_path / name, content).text
    assert "voted on Thursday" in text
    assert "<" not in text


def test_json_lines_may_be_called_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'{{"text": "{LEAD}"}}\n{{"text": "{MORE}"}}\n')
    assert len(read([tmp_path], settings=SETTINGS)[0]) == 2


@pytest.mark.parametrize("text", ["From: the mayor\nTo: all\n\nNo.", "<b>Bold</b> words of hers."])
def test_what_may_be_text_stays_text(tmp_path: Path, text: str) -> None:
    assert text.split("\n")[0] in read_one(tmp_path / "a.txt", text).text


# --- whatever it holds ----------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        ["<nitf>", "<body.content>", "<p>", "</p>", "<rss>", "<item>", "<newsItem>", "<contentSet>",
         "<!--", "-->", "<!DOCTYPE x [", "]>", "<?xml", "?>", "\n\n", "Subject: a\n", "From: b\n",
         "MIME-Version: 1.0\n", "Content-Type: multipart/mixed; boundary=x\n", "--x\n",
         "Content-Type: text/html; charset=none\n", "Content-Transfer-Encoding: base64\n", LEAD]
    )
    | st.text(max_size=20),
    max_size=20,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(PIECES, st.sampled_from([".xml", ".eml", ".mht", ".html", ".txt", ""]))
def test_no_markup_and_no_headers_stop_a_reader(pieces: str, extension: str) -> None:
    data = pieces.encode("utf-8", errors="replace")
    made = attempt_here(Task(f"a{extension}", data or b"x", {}, SETTINGS))
    assert (made.reason, bool(made.outcomes)) == ("", True)


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- -->" * 4_000 + b"<1",
        b"<!--" * 9_000,
        b"<!DOCTYPE x [" * 3_000,
        b"<?x " * 9_000,
        b"<html>" + b"<script type='application/ld+json'>" * 50_000,
        b"<a>" * 100_000,
        b"Received: x\n" * 100_000 + b"Subject: x\nFrom: y\n\nz",
        b"<nitf>" + b"<block>" * 50_000,
    ],
    ids=range(8),
)
@pytest.mark.parametrize("extension", [".xml", ".html", ".eml"])
def test_what_is_made_to_take_long_stays_within_the_limit(
    tmp_path: Path, data: bytes, extension: str
) -> None:
    (tmp_path / f"a{extension}").write_bytes(data)
    _, skipped = read([tmp_path], settings=SETTINGS)
    assert not any("seconds_per_file" in s.reason or "not foreseen" in s.reason for s in skipped)


def test_attachments_are_of_the_message_s_sender_and_day(tmp_path: Path) -> None:
    made = message(STORY, Date="Thu, 03 Apr 2031 10:00:00 +0000")
    made.add_attachment(pdf(LINES), maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    articles, _ = read([tmp_path], settings=SETTINGS)
    assert {(a.source.split(",")[0].split(" (")[0], a.published) for a in articles} == {
        ("Harbor Herald", date(2031, 4, 3))
    }
