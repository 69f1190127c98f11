"""Other languages are skipped with a reason; English is kept, however short or garbled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import LEAD, MORE
from test_articles import SETTINGS, read_one, reason_for

from consistency.articles.language import refuse_other_languages
from consistency.articles.mojibake import repaired

FOREIGN = {
    "Spanish": "El consejo de la ciudad votó el jueves por la noche cerrar el puente durante once "
    "meses, dijo la alcaldesa a los vecinos que esperaban fuera.",
    "German": "Der Stadtrat hat am Donnerstag beschlossen, die Brücke für elf Monate zu sperren, "
    "sagte die Bürgermeisterin nach der Sitzung vor dem Rathaus.",
    "French": "Le conseil municipal a voté jeudi soir la fermeture du pont pendant onze mois, dit "
    "la maire aux riverains qui attendaient devant la mairie.",
    "Russian": "Городской совет в четверг вечером проголосовал за закрытие моста.",
    "Japanese": "市議会は木曜日の夜、橋を十一か月のあいだ閉鎖することを決めた。",
    "Arabic": "صوت مجلس المدينة مساء الخميس على إغلاق الجسر لمدة أحد عشر شهرا.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named_and_skipped(tmp_path: Path, language: str) -> None:
    reason = reason_for(tmp_path / "a.txt", FOREIGN[language])
    assert f"it reads as {language}" in reason
    assert "only English is compared" in reason


@pytest.mark.parametrize(
    "text",
    [
        "Fire destroys Osk bakery.",
        "He declined.",
        "Tarn City 3, Osk United 1.",
        "Police arrest three men near Osk Bridge. Bail set Friday. Mayor Holt pledges review.",
        "Results: Tarn City 3, Osk United 1; Harbor Rovers 2, Ellery Town 2; Dunmere Athletic 0.",
        f"{LEAD} “{FOREIGN['Spanish']}” {MORE} The mayor repeated it in English for the press.",
        "Señor Peña, Frau Müller, Madame Lefèvre, Pan Nowák and Herr Groß won seats.",
    ],
)
def test_english_is_kept(tmp_path: Path, text: str) -> None:
    assert read_one(tmp_path / "a.txt", text).text == text


@settings(deadline=None)
@given(st.lists(st.sampled_from([LEAD, MORE, "Nobody was hurt.", "“No,” she said."]), min_size=1))
def test_english_sentences_are_never_refused(sentences: list[str]) -> None:
    refuse_other_languages(" ".join(sentences), SETTINGS)


# --- garbled text --------------------------------------------------------------------------------

QUOTED = "The café owners of Tarn City said “we don’t want it” – all 40 of them, for £5."


@pytest.mark.parametrize("times", [1, 2])
def test_text_that_was_decoded_wrongly_is_restored(tmp_path: Path, times: int) -> None:
    garbled = QUOTED
    for _ in range(times):
        garbled = garbled.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x9d")
    article = read_one(tmp_path / "a.txt", f"{garbled}\n{MORE}")
    assert article.text == f"{QUOTED}\n{MORE}"
    assert [article.text[s.start : s.end] for s in article.body] == [QUOTED, MORE]


def test_only_garbled_lines_are_restored() -> None:
    garbled = QUOTED.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x9d")
    assert repaired(f"{QUOTED}\n{garbled}\n{FOREIGN['German']}") == (
        f"{QUOTED}\n{QUOTED}\n{FOREIGN['German']}"
    )


@pytest.mark.parametrize(
    "text", [QUOTED, *FOREIGN.values(), "SÃO PAULO — 25 °C", "ÅÄÖ åäö", "½ № ™"]
)
def test_what_reads_rightly_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2122), max_size=80))
def test_restoring_twice_changes_nothing_more(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)


def test_joined_letters_are_parted_and_spans_follow(tmp_path: Path) -> None:
    article = read_one(tmp_path / "a.txt", f"The oﬃcer’s ﬁle was re\u00adﬂooded.\r\n{MORE}")
    assert [article.text[s.start : s.end] for s in article.body] == [
        "The officer’s file was reflooded.",
        MORE,
    ]
