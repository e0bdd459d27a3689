"""Reports made for pages: every block there is, and tables of every width."""

from datetime import date, datetime, timedelta, timezone

from dxworkshop.report.view import (
    Align,
    Block,
    Bullets,
    Chart,
    Cloud,
    Course,
    Fields,
    Head,
    Meter,
    Paragraph,
    Picture,
    Plane,
    Point,
    Radar,
    Reading,
    Report,
    Ring,
    Section,
    Table,
    Task,
    Tasks,
    Word,
)

MADE = datetime(2026, 12, 10, 13, 30, tzinfo=timezone(timedelta(hours=9)))
LONG_HEAD = (
    *("No.", "取組名", "ねらい(目標)", "現状", "課題", "取組内容", "最初の一歩", "主担当(課・役割)"),
    *("関係課", "協力者", "期限", "年度・四半期", "指標(種別)", "基準値", "現在値", "目標値"),
    *("予算", "決定の場", "進捗", "備考"),
)
"""The twenty columns of an action plan that leaves nothing out."""
_LONG_ROW = (
    *("窓口ごとの待ち人数と待ち時間を、毎朝1枚の表で全課に見せる", "来た人の用事が一か所で済む市役所"),
    *("発券機の記録は、情報政策課だけが見ている", "混み具合が、となりの課からは見えない"),
    "毎朝8時20分に前日の表を置き場所へ出し、朝礼で1分だけ読み合わせる。順位は付けない",
    *("発券機から11月の記録を取り出し、曜日と時間帯の表にする", "情報政策課・道具係", "市民課、福祉課"),
    *("佐藤(市民課)", "令8.12.18", "令和8年度第3四半期", "表を見ている課の数(活動指標)", "0", "3", "8"),
    *("不要", "DX推進本部", "取組中", "四半期ごとに、見ている課を数え直す"),
)
_NUMBERS = (0, 13, 14, 15)


def long_table(rows: int) -> Table:
    """Return the table of all columns, as long as wanted."""
    align: tuple[Align, ...] = tuple("right" if n in _NUMBERS else "left" for n in range(len(LONG_HEAD)))
    return Table(LONG_HEAD, tuple((str(n), *_LONG_ROW) for n in range(1, rows + 1)), align)


def everything(text: str = "窓口の待ち時間を半分にする") -> Report:
    """Return a report that has every block there is but pictures, with a text in every place for one."""
    fields = Fields(((text, text), ("期限", "令和9年3月31日(水)")))
    blocks: tuple[Block, ...] = (
        Paragraph(text),
        fields,
        Bullets((text, "二つ目")),
        Table((text, "数"), ((text, "1"), ("", "12")), ("left", "right")),
        Table(tuple("いろはにほ"), (("1", text, "", "か", "き"),), ("right", "left", "left", "left", "left")),
        Meter(text, 37),
        Tasks(
            (
                Task("abcdefghij", False, text, "No.1", fields),
                Task(text, True, text, text, Fields(())),
                Task("", None, text, "No.3", fields),
            )
        ),
    )
    return Report(
        language="ja",
        title=text,
        facts=(Fields((("団体名", text),)), Paragraph(text)),
        sections=(
            Section("about", text, blocks),
            Section("actions", "取組の一覧", (long_table(3),), page=True),
        ),
        name=text,
        organisation=text,
        session=text,
        made=MADE,
        head=Head((("文書番号", text), ("区分", "供覧")), (text, "部長", "課長", "係長")),
        footer=("取扱区分: 庁内限り", text),
    )


def paper() -> Report:
    """Return a long report as an office circulates it: tables of many columns and of many rows."""
    seven = ("No.", "取組", "主担当", "関係課", "期限", "指標", "進捗")
    row = (_LONG_ROW[0], "情報政策課", "市民課、福祉課", "令8.12.18", "表を見ている課の数 0 → 8課", "取組中")
    rows = tuple((str(n), *row) for n in range(1, 46))
    table = Table(seven, rows, ("right", *("left",) * 6))
    sections = [Section("actions", "取組の一覧", (Paragraph("すべての取組です。"), table))]
    sections += [Section("actions", "取組の詳しい一覧", (long_table(12),), page=True)]
    fields = Fields((("主担当", "情報政策課"), ("期限", "令和8年12月18日(金)")))
    tasks = tuple(Task(f"abcdefgh{n:02}", n % 3 == 0, _LONG_ROW[0], f"No.{n}", fields) for n in range(9))
    sections += [Section("actions", "取組の内容", (Tasks(tasks),))]
    sections += [Section("vision", f"見出し{n}", (Paragraph("本文です。" * 40),) * 3) for n in range(8)]
    return Report(
        language="ja",
        title="窓口の待ち時間を半分にする",
        facts=(fields,),
        sections=tuple(sections),
        name="行動計画",
        head=Head(
            (("文書番号", "み情第123号"), ("区分", "供覧"), ("起案日", "令和8年12月10日"), ("保存年限", "5年")),
            ("部長", "次長", "課長", "課長補佐", "係長", "起案者"),
        ),
        footer=("取扱区分: 庁内限り",),
    )


def drawn(text: str = "職場の文化") -> Report:
    """Return a report with pictures, a text in every place for one."""
    twin = Table((text, "数"), ((text, "3"), ("挑戦", "2")), ("left", "right"))
    charts: dict[str, Chart] = {
        "radar": Radar(
            (text, "挑戦", "相談", "安心"), (Ring(text, (1, 2, 3, 4)), Ring("現実", (2, None, 1, 1))), 5
        ),
        "course": Course(text, (Reading(date(2026, 12, 1), 100), Reading(date(2027, 2, 1), 40)), 100),
        "plane": Plane((Point("1", text, 2, 4), Point("2", "挑戦", 4, 1)), text, "手間"),
        "cloud": Cloud((Word(text, 3), Word("挑戦", 2))),
    }
    pictures = tuple(Picture(name, text, text, chart, twin) for name, chart in charts.items())
    sections = (Section("rate", text, pictures[:2]), Section("words", "言葉", pictures[2:]))
    return Report(language="ja", title=text, facts=(), sections=sections)
