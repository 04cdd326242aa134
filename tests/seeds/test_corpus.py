"""The corpus that travels with the package: sound, in the fixed form, and true to the originals it stands for."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from seeds import codec, library
from seeds.document import Document
from seeds.fingerprint import known_text, of
from seeds.text import plain

ORIGINALS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
at_hand = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not at hand")


def originals() -> list[Document]:
    return [found for _, found in library.load(ORIGINALS) if isinstance(found, Document)]


def test_every_document_is_in_the_fixed_form() -> None:
    raws = [file.read_bytes() for file in (files("seeds") / "corpus" / "documents").iterdir()]
    assert len(raws) >= 8
    assert all(codec.dumps(codec.loads(raw)) == raw for raw in raws)


def test_the_documents_are_this_projects_own_and_tell_so() -> None:
    for document in library.corpus_documents():
        assert document.author == "smewatch"
        assert document.categories == ("政策", "smewatch", "示例")
        assert document.date is not None
        assert datetime(2021, 11, 1, tzinfo=UTC) <= document.date < datetime(2022, 3, 1, tzinfo=UTC)
        assert 300 <= len(plain(document.body)) <= 700, document.title


def test_no_document_is_another_one() -> None:
    prints = [of(document) for document in library.corpus_documents()]
    assert len({it.content_hash for it in prints}) == len(prints)
    for position, one in enumerate(prints):
        for other in prints[position + 1 :]:
            assert len(one.sketch & other.sketch) < 0.3 * min(len(one.sketch), len(other.sketch))


def test_the_documents_name_the_officials_whose_statements_are_known() -> None:
    text = "".join(plain(document.body) for document in library.corpus_documents())
    speakers = {fact.speaker for fact in library.corpus_facts().statements}
    assert speakers == {"梁志峰", "叶定达", "王海林", "陶青", "孙文凯"}
    assert all(speaker in text for speaker in speakers)


def test_every_fact_rests_on_a_fingerprint() -> None:
    known = {(it.content_hash, it.title, it.date, it.publisher) for it in library.corpus_fingerprints()}
    facts = library.corpus_facts()
    stated = {fact.stated for fact in facts.targets} | {fact.stated for fact in facts.statements}
    assert len(known) == 5
    assert {(it.content_hash, it.title, it.date, it.publisher) for it in stated} == known


def test_the_targets_are_those_of_2022_and_2025() -> None:
    targets = {(fact.value, fact.comparator, fact.deadline) for fact in library.corpus_facts().targets}
    assert targets == {
        (1_000_000, "=", "2025"),
        (100_000, "=", "2025"),
        (10_000, "=", "2025"),
        (1_000, "≈", "2025"),
        (3_000, "≈", "2022"),
        (200, "≈", "2022"),
        (50_000, "≈", "2022"),
    }


def test_the_facts_have_the_shape_that_the_ledger_reads() -> None:
    for fact in library.corpus_facts().targets:
        assert fact.object
        assert (fact.unit, fact.status, fact.scope, fact.as_of) == ("家", "target", "全国", None)


@at_hand
def test_the_fingerprints_are_those_of_the_originals() -> None:
    assert library.corpus_fingerprints() == [known_text(document) for document in originals()]


@at_hand
def test_no_sentence_of_the_originals_is_in_the_documents() -> None:
    sentences = {s for it in originals() for s in plain(it.body).replace("；", "。").split("。") if len(s) > 12}
    assert sentences
    for document in library.corpus_documents():
        text = plain(document.body)
        assert not [sentence for sentence in sentences if sentence in text]
