import pytest

from geo.readers.text import encoding_of, in_utf8
from rules.errors import FileError

TEXT = "编号,姓名\n1,张㛃\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_letters_are_found_out(tmp_path, encoding, found):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert encoding_of(path, path.name) == found
    text, _ = in_utf8(path, tmp_path, path.name)
    assert text.read_text("utf-8") == TEXT


@pytest.mark.parametrize("wrong", [b"\xff", "镇".encode("gbk"), "镇".encode()[:2]])
def test_utf8_with_wrong_letters_is_not_taken_for_gb18030(tmp_path, wrong):
    path = tmp_path / "a.csv"
    path.write_bytes((TEXT * 3).encode() + wrong)
    with pytest.raises(FileError, match="UTF-8 with damaged or foreign letters"):
        encoding_of(path, path.name)


def test_what_no_encoding_fits_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\xff\xff\xff,b\x80\n")
    with pytest.raises(FileError, match="neither UTF-8 nor GB 18030"):
        encoding_of(path, path.name)
