from datetime import date

from alerts.extract import findings
from alerts.extract.register import shipped
from alerts.model import Statement


def test_the_shipped_register_holds_each_official_once_with_a_full_office() -> None:
    officials = shipped()
    assert len({official.name for official in officials}) == len(officials) > 0
    assert all(official.position and official.organization == "工业和信息化部" for official in officials)


def test_an_official_of_the_register_needs_no_introduction() -> None:
    official = shipped()[0]
    (said,) = findings.find("", f"{official.name}表示，服务站要办到园区。", date(2026, 11, 20))
    assert isinstance(said, Statement)
    assert (said.speaker, said.position, said.organization, said.official) == (
        official.name, official.position, official.organization, True
    )  # fmt: skip
