import pytest

from geo.readers.webtable import rows_of_page
from rules.errors import FileError


def rows(tmp_path, text):
    path = tmp_path / "a.xls"
    path.write_text(text, "utf-8")
    return rows_of_page(path, path.name)


def test_spanned_cells_stand_in_each_of_their_places(tmp_path):
    page = """<html><table><tr><td rowspan=2>户主<td colspan=2>坐标</tr>
    <tr><td>经度<td>纬度</tr><tr><td>张三</td><td>103<br>.5<td>&lt;31&gt;</table>"""
    assert rows(tmp_path, page) == [
        ["户主", "坐标", "坐标"],
        ["户主", "经度", "纬度"],
        ["张三", "103\n.5", "<31>"],
    ]


def test_the_largest_table_is_meant_and_scripts_are_words_of_nobody(tmp_path):
    page = "<table><tr><td>菜单</table><table><tr><td>a<td>b<tr><td>1<td>2</table>"
    assert rows(tmp_path, page + "<script>alert(1)</script>")[0] == ["a", "b"]


def test_a_page_without_table_is_refused(tmp_path):
    with pytest.raises(FileError, match="a web page without a table"):
        rows(tmp_path, "<html><p>请登录</p></html>")


def test_a_span_that_claims_to_be_endless_ends(tmp_path):
    (row,) = rows(tmp_path, "<table><tr><td colspan=99999999999>a</table>")
    assert len(row) == 2000
