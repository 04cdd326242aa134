import gzip

import pytest

from crawler.errors import FetchError
from crawler.model import Reason
from crawler.spiders import payload


def test_a_gzip_file_is_unpacked_and_anything_else_left_alone() -> None:
    assert payload.unpacked(gzip.compress(b"<urlset/>"), 100) == b"<urlset/>"
    assert payload.unpacked(b"<urlset/>", 1) == b"<urlset/>"
    assert payload.unpacked(b"", 1) == b""


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    with pytest.raises(FetchError) as refused:
        payload.unpacked(gzip.compress(bytes(50_000_000)), 1_000_000)
    assert refused.value.reason is Reason.TOO_LARGE
    assert payload.unpacked(gzip.compress(bytes(1000)), 1000) == bytes(1000)


def test_gzip_that_breaks_off_counts_as_far_as_it_goes() -> None:
    whole = gzip.compress(b"<urlset>" * 5000, compresslevel=1)
    assert payload.unpacked(whole[:-20], 100_000).startswith(b"<urlset>")


def test_bytes_that_only_begin_like_gzip_are_malformed() -> None:
    with pytest.raises(FetchError) as refused:
        payload.unpacked(b"\x1f\x8b not so", 100)
    assert refused.value.reason is Reason.MALFORMED
