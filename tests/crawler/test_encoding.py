import pytest

from crawler import encoding

TEXT = (
    "示例省人民政府日前印发若干措施，支持中小企业发展，为企业减免租金，并设立纾困基金。"
    "措施明确，对受影响的小微企业给予贷款贴息，期限不超过一年，由各市统筹安排资金。"
)
TRADITIONAL = (
    "示例縣政府日前印發若干措施，支持中小企業發展，為企業減免租金，並設立紓困基金。"
    "措施明確，對受影響的小微企業給予貸款貼息，期限不超過一年，由各鄉鎮統籌安排資金。"
)


def page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'


DECLARED = {
    "UTF-8, undeclared": (TEXT.encode(), None),
    "UTF-8 with a byte order mark": (TEXT.encode("utf-8-sig"), None),
    "GBK in the header": (TEXT.encode("gbk"), "text/html; charset=GBK"),
    "GB 18030 that says gb2312": (TEXT.encode("gb18030"), "text/html; charset=gb2312"),
    "undeclared GB 18030": (TEXT.encode("gb18030"), "text/html"),
    "Big5 in the header": (TRADITIONAL.encode("big5"), "text/html; charset=big5"),
    "UTF-16 with a byte order mark": (TEXT.encode("utf-16"), None),
}


@pytest.mark.parametrize(("body", "content_type"), DECLARED.values(), ids=DECLARED.keys())
def test_a_text_is_read_as_it_declares_itself(body: bytes, content_type: str | None) -> None:
    assert encoding.decode(body, content_type) in {TEXT, TRADITIONAL}


def test_a_page_declares_its_encoding_in_a_meta_tag() -> None:
    assert TEXT in encoding.decode(page(TEXT, "gbk").encode("gbk"))
    assert TRADITIONAL in encoding.decode(page(TRADITIONAL, "big5").encode("big5"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_shows_without_a_byte_order_mark(codec: str) -> None:
    assert TEXT in encoding.decode(page(TEXT, codec).encode(codec))


FALSE = {
    "UTF-8 that says GBK": (TEXT.encode(), "text/html; charset=gbk"),
    "GB 18030 that says UTF-8": (TEXT.encode("gb18030"), "text/html; charset=utf-8"),
    "Big5 that says UTF-8": (TRADITIONAL.encode("big5"), "text/html; charset=utf-8"),
    "a server's ISO-8859-1 over GB 18030": (TEXT.encode("gb18030"), "text/html; charset=ISO-8859-1"),
}


@pytest.mark.parametrize(("body", "content_type"), FALSE.values(), ids=FALSE.keys())
def test_a_false_declaration_is_seen_through(body: bytes, content_type: str) -> None:
    assert encoding.decode(body, content_type) in {TEXT, TRADITIONAL}


def test_a_short_text_under_a_false_declaration_is_simplified_chinese() -> None:
    assert encoding.decode("中小企业".encode("gb18030"), "text/html; charset=utf-8") == "中小企业"


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_a_character_that_was_cut_in_two_hides_no_encoding(codec: str) -> None:
    damaged = TEXT.encode(codec) + "策".encode(codec)[:-1] + b"<p>"
    assert encoding.decode(damaged, "text/html; charset=utf-8") == TEXT + "\ufffd<p>"


def test_a_western_text_stays_western() -> None:
    assert encoding.decode("Politique des PME : été".encode("latin-1"), "text/html; charset=iso-8859-1") == (
        "Politique des PME : été"
    )


def test_what_is_text_in_no_encoding_keeps_its_damage() -> None:
    assert "\ufffd" in encoding.decode(b"\xff\xff\xff", "text/html; charset=utf-8")


def test_lines_end_plainly() -> None:
    assert encoding.decode(b"a\r\nb") == "a\nb"


def test_a_few_false_bytes_make_no_other_encoding_of_utf_8() -> None:
    damaged = "示例省第一县出台惠企措施".encode() + b"\xb8\xe5\xff" + "示例省第二县".encode()
    assert encoding.decode(damaged).replace("\ufffd", "") == "示例省第一县出台惠企措施示例省第二县"
