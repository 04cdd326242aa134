from datetime import date

from alerts.extract import findings
from alerts.extract.register import SHIPPED, Office
from alerts.extract.vocabulary import load
from alerts.model import Statement

TODAY = date(2026, 11, 20)


def test_the_shipped_register_tells_of_each_official_the_full_office() -> None:
    assert SHIPPED
    bodies = load("organisations")["official"]
    assert all(office.position and office.organization in bodies for office in SHIPPED.values())


def test_an_official_of_the_register_needs_no_introduction() -> None:
    name, office = next(iter(SHIPPED.items()))
    (said,) = findings.find("", f"{name}表示，服务站要办到园区。", TODAY)
    assert isinstance(said, Statement)
    assert (said.speaker, said.position, said.organization, said.official) == (
        name, office.position, office.organization, True
    )  # fmt: skip


def test_a_register_of_the_readers_own_stands_for_the_shipped_one() -> None:
    name = next(iter(SHIPPED))
    register = {"汪海晴": Office("副厅长", "示例省工业和信息化厅")}
    text = f"汪海晴表示，服务站要办到园区。\n{name}表示，贷款要再便宜些。"
    told, untold = findings.find("", text, TODAY, register=register)
    assert isinstance(told, Statement)
    assert isinstance(untold, Statement)
    assert (told.position, told.organization) == ("副厅长", "示例省工业和信息化厅")
    assert (untold.speaker, untold.position) == (name, None)
