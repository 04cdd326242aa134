"""Ways out other than mail, and mails that come back: the command line against real servers."""

import hashlib
import hmac
import json

from tests import mailboxes
from tests.alerts.channels.hooks import hooks
from tests.conftest import Smewatch
from tests.reports import report
from tests.servers import MailSink, NewsSite
from tests.test_end_to_end import STATEMENT_ARTICLE, TARGET_ARTICLE, publish


def test_a_webhook_and_a_chat_service_are_told_and_a_dead_one_holds_nobody_up(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink, closed_port: int
) -> None:
    with hooks() as site:
        site.status = 200
        hook, chat = f"{site.url}/hook/s3cret", f"json://{site.url.partition('://')[2]}/chat/s3cret"
        dead = f"http://127.0.0.1:{closed_port}/s3cret"
        added = [smewatch("subscribers", "add", it, "--every", "instant") for it in (dead, hook, chat)]
        assert [it.returncode for it in added] == [0, 0, 0], added
        secret = added[1].stderr.split()[-1]
        smewatch("subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed")
        assert smewatch("crawl", "--feed", publish(news_site, TARGET_ARTICLE), "--announce").returncode == 0

        sent = smewatch("digest", "send", SMTP_URL=mail_sink.url)
        assert sent.returncode == 1  # the dead one is named
        assert "4 composed, 3 sent; put off: 127.0.0.1 cannot be reached" in sent.stderr
        assert mail_sink.recipients == ["reader@example.org"]
        posted, chatted = sorted(site.posts, key=lambda it: it.path, reverse=True)
        assert "3000" in json.loads(chatted.body)["message"]
        moment, signature = (it.partition("=")[2] for it in posted.headers["Smewatch-Signature"].split(","))
        signed = hmac.new(secret.encode(), f"{moment}.".encode() + posted.body, hashlib.sha256).hexdigest()
        assert signature == signed
        values = {it["finding"].get("value") for it in json.loads(posted.body)["changes"]}
        assert 3000 in values
        assert "s3cret" not in sent.stderr + "".join(it.body.decode() for it in site.posts)

    listed = smewatch("subscribers", "list", "--json").stdout
    assert "s3cret" not in listed + smewatch("subscribers", "list").stdout + added[0].stderr.partition("secret")[0]
    masked = [json.loads(line)["email"] for line in listed.splitlines()]
    removed = smewatch("subscribers", "remove", masked[0])
    assert removed.returncode == 0, removed.stderr
    assert masked[0] in removed.stderr
    assert len(smewatch("subscribers", "list", "--json").stdout.splitlines()) == 3


def test_an_address_that_no_way_out_can_read_is_one_sentence(smewatch: Smewatch) -> None:
    for address in ("nonsense://s3cret", "https://user:s3cret@hooks.example.org/", "tgram://s3cret"):
        refused = smewatch("subscribers", "add", address)
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1
        assert "s3cret" not in refused.stderr


def test_a_mail_that_comes_back_ends_mails_to_its_reader_and_the_operator_hears_of_it(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink
) -> None:
    smewatch("subscribers", "add", "gone@example.org", "--every", "instant", "--confirmed")
    smewatch("crawl", "--feed", publish(news_site, TARGET_ARTICLE), "--announce")
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    refused = smewatch("mail", "bounces")
    assert refused.returncode == 2
    assert "SMEWATCH_BOUNCES_URL is not set" in refused.stderr
    seen: set[int] = set()
    with mailboxes.imap({1: report(mail_sink.mails[0]["Message-ID"])}, seen) as url:
        read = smewatch("mail", "bounces", BOUNCES_URL=url)
        assert (read.returncode, read.stderr) == (0, "1 came back\n")
        assert seen == {1}
        crawled = smewatch("crawl", "--feed", publish(news_site, STATEMENT_ARTICLE, feed="/b.xml"), "--announce")
        assert crawled.returncode == 0
        sent = smewatch("digest", "send", SMTP_URL=mail_sink.url, BOUNCES_URL=url, OPERATOR="operator@example.org")
        assert sent.returncode == 0, sent.stderr
    assert mail_sink.recipients == ["gone@example.org", "operator@example.org"]
    assert mail_sink.mails[1]["Subject"] == "smewatch：1 个订阅者停发"
    away = smewatch("digest", "send", SMTP_URL=mail_sink.url, BOUNCES_URL=url)
    assert away.returncode == 1
    assert away.stderr.startswith("the mailbox of returned mails cannot be used: ")
    assert "se%2Fcret" not in away.stderr
