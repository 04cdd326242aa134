import pytest

from crawler import bulletins

STORY = "示例市的湖畔公园今天向市民开放。"


def test_an_article_is_its_own_only_story() -> None:
    text = f"公园开放\n{STORY}\n花卉上新\n{STORY}\n步道延长\n{STORY}"
    assert bulletins.stories("湖畔公园开放", text) == [("湖畔公园开放", text)]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (f"公园开放\n{STORY}\n花卉上新\n{STORY}\n{STORY}\n步道延长\n{STORY}", ["公园开放", "花卉上新", "步道延长"]),
        (
            f"1、公园开放。{STORY}\n2、花卉上新。{STORY}\n3、步道延长。{STORY}",
            ["1、公园开放。", "2、花卉上新。", "3、步道延长。"],
        ),
        (
            f"【公园开放】{STORY}\n【花卉上新】{STORY}\n【步道延长】{STORY}",
            ["【公园开放】", "【花卉上新】", "【步道延长】"],
        ),
    ],
)
def test_a_bulletins_stories_begin_with_a_heading_or_a_number(text: str, headings: list[str]) -> None:
    opening, *stories = bulletins.stories("示例早报", f"早上好。\n{text}")
    assert opening == ("示例早报", "早上好。\n")
    assert [heading for heading, _ in stories] == headings
    assert all(STORY in told for _, told in stories)


def test_a_sentence_after_a_number_is_no_heading() -> None:
    text = "\n".join(
        f"{number}、{'公园里种植了各种花卉，还修建了步道，' * 3}市民可以免费参观。" for number in (1, 2, 3)
    )
    _, *stories = bulletins.stories("示例早报", text)
    assert [heading for heading, _ in stories] == ["1、", "2、", "3、"]


@pytest.mark.parametrize("text", ["", STORY, f"公园开放\n{STORY}\n花卉上新\n{STORY}"])
def test_a_bulletin_of_one_or_two_stories_is_an_article(text: str) -> None:
    assert bulletins.stories("示例快讯", text) == [("示例快讯", text)]
