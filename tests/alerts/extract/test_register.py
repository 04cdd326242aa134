from alerts.extract.register import shipped


def test_the_shipped_register_holds_each_official_once_with_a_full_office() -> None:
    officials = shipped()
    assert len({official.name for official in officials}) == len(officials) > 0
    assert all(official.position and official.organization == "工业和信息化部" for official in officials)
