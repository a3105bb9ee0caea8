"""A meeting about six towns, made by hand; nothing in it comes from a ledger."""

from datetime import date
from math import nan

from reports.briefing import (
    NO_DATA,
    SMALL,
    WITHHELD,
    AgeingChart,
    AnswersView,
    Area,
    Briefing,
    CompareView,
    CoverView,
    Frame,
    Ground,
    Line,
    MapView,
    MoneyChart,
    Outline,
    Paint,
    PlanChart,
    TableView,
)

ON = date(2026, 10, 31)
NAMES = {
    f"990001{100 + at}": name
    for at, name in enumerate(
        ("柳沟镇", "石桥镇", "上庄乡", "临河镇", "北岭乡", "西塘镇")
    )
}
CLASSES = (
    Paint(sign="k0", colour="#efefc6", label="< 40 %"),
    Paint(sign="k1", colour="#72b26c", label="40 – 80 %"),
    Paint(sign="k2", colour="#10517f", label="≥ 80 %"),
    Paint(sign=SMALL, colour="#e9edf0", label="少于 5 例"),
    Paint(sign=WITHHELD, colour="", label="不公开"),
    Paint(sign=NO_DATA, colour="", label="没有数据"),
)


def ground() -> Ground:
    """Two rows of three squares."""
    areas = tuple(
        Outline(
            code=code,
            name=name,
            path=f"M{x} {y}L{x + 333} {y}L{x + 333} {y + 300}L{x} {y + 300}Z",
            at=(x + 166.0, y + 150.0),
        )
        for at, (code, name) in enumerate(NAMES.items())
        for x, y in ((at % 3 * 333, at // 3 * 300),)
    )
    return Ground(wide=999, high=600, unit_m=40.0, areas=areas)


def frame(day: date, step: float) -> Frame:
    """Return a day on which the first towns have come so far."""
    areas = dict(
        zip(
            NAMES,
            (
                Area(sign="k0", shown=f"{20 + step:.0f} %", value=(20 + step) / 100),
                Area(sign="k1", shown="62 %", value=0.62, detail="25 / 40"),
                Area(sign="k2", shown="90 %", value=0.9, detail="5 / 5", shrunk=True),
                Area(sign=SMALL, shown="<5", value=nan),
                Area(sign=WITHHELD, shown="…", value=nan),
                Area(sign=NO_DATA, shown="—", value=nan),
            ),
            strict=True,
        )
    )
    return Frame(day=day, areas=areas, says=f"截至 {day:%m-%d}，柳沟镇最慢。")


def map_of(*frames: Frame) -> MapView:
    """Return a map over these days."""
    return MapView(
        title="竣工比例",
        unit="%",
        ground=ground(),
        names=NAMES,
        classes=CLASSES,
        frames=frames,
        worst_high=False,
        limits="固定界限：40 %、80 %",
    )


def briefing(language: str = "zh_CN", **changed: object) -> Briefing:
    """Return a meeting with one view of each kind."""
    months = (frame(date(2026, 9, 30), 0), frame(ON, 10))
    heads = ("位次", "乡镇", "逾期")
    views = (
        CoverView(title="农房安全月度会议", lines=(Line(text="截至 2026-10-31"),)),
        AnswersView(
            title="五个问题",
            lines=(Line(question="哪个镇落后？", text="柳沟镇，竣工 30 %。"),) * 5,
        ),
        map_of(*months),
        CompareView(
            before=map_of(months[0]),
            now=map_of(months[1]),
            changes=("柳沟镇 20 % → 30 %",),
        ),
        TableView(
            title="乡镇位次",
            heads=heads,
            rows=(("1", "石桥镇", "5 %"), ("2", "柳沟镇", "40 %")),
            marked={1: "慢"},
            says="按已公布的数字排序。",
        ),
        PlanChart(
            title="对照阶段计划",
            days=(date(2026, 8, 31), date(2026, 9, 30), ON),
            done=(20.0, 25.0, 40.0),
            planned=(nan, 30.0, 60.0),
            stages=((date(2026, 9, 15), "竣工"),),
            says="比计划少。",
        ),
        AgeingChart(
            title="等待多久",
            steps=("镇审核", "县审批"),
            classes=("< 30 天", "30–90 天", "90–180 天", "> 180 天"),
            low=((20.0, 10.0, 0.0, nan), (5.0, 0.0, 0.0, 40.0)),
            shown=(("20", "10", "<5", "…"), ("5", "<5", "<5", "40")),
        ),
        MoneyChart(
            title="资金来源",
            sources=("中央", "省级", "省级以下"),
            states=("已落实", "已下达到县", "县级财政已支付"),
            amounts=(
                (nan, 1200.0, 900.0),
                (800.0, 700.0, 300.0),
                (400.0, 300.0, 120.0),
            ),
        ),
    )
    told = {
        "title": "农房安全月度会议",
        "county": "安房县",
        "language": language,
        "on": ON,
        "made_on": ON,
        "stamp": "演示数据",
        "circle": "内部资料",
        "source": "少于 5 的数不公开。",
        "views": views,
    }
    return Briefing(**told | changed)
