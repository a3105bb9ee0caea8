"""A household's file on paper."""

from reports.household_sheet import HouseholdSheet, Picture, Section, household_sheet


def page(**more):
    made = HouseholdSheet(
        language="zh_CN", title="档案 <1>", lead=["乙村"], **({"sections": []} | more)
    )
    return household_sheet(made).decode()


def test_names_are_text_wherever_they_stand():
    bad = "<script>x</script>"
    sections = [
        Section(heading=bad, rows=[(bad, bad)]),
        Section(heading="", rows=[(bad,)], headings=(bad,)),
    ]
    picture = Picture(content=b"x", media="image/png", caption=f'"{bad}')
    told = page(sections=sections, pictures=[picture], pictures_heading=bad, stamp=bad)
    assert "<script" not in told
    assert 'alt=""' not in told


def test_the_page_asks_for_nothing_else():
    picture = Picture(content=b"x", media="image/png", caption="墙")
    told = page(pictures=[picture])
    assert "http" not in told
    assert 'src="data:image/png;base64,eA=="' in told


def test_an_empty_section_says_so():
    section = Section(heading="鉴定", rows=[], empty="尚无鉴定")
    assert "<p>尚无鉴定</p>" in page(sections=[section])
    assert 'lang="zh-CN"' in page()
