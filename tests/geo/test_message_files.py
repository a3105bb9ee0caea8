"""The text of a message: as it stands, or from the file that is named."""

import pytest

from geo.message_files import message_text
from rules.errors import FileError

TEXT = "据中国地震台网正式测定，发生6.2级地震。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_the_letters_it_was_saved_in(tmp_path, encoding):
    path = tmp_path / "通报.txt"
    path.write_text(TEXT, encoding)
    assert message_text(str(path)) == TEXT


def test_what_names_no_file_is_the_text_itself(tmp_path):
    for text in (TEXT, TEXT * 100, "", "a\0b", str(tmp_path)):
        assert message_text(text) == text


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x81\xff" * 9)
    with pytest.raises(FileError):
        message_text(str(path))
