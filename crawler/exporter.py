"""A Scrapy feed export in the seed format: one document a file, under folders made from its categories.

    scrapy crawl rss -a source=https://example.org/feed.xml -O out:seed

writes `out/金融/要闻/….txt`. Documents that the archive already knows are not written again: they are dropped before.
"""

from io import BytesIO
from pathlib import Path
from typing import IO, Any

from scrapy import Spider
from scrapy.exporters import BaseItemExporter
from scrapy.extensions.feedexport import FileFeedStorage

from crawler.model import Article
from seeds import library

FORMAT = "seed"


class Folder(BytesIO):
    """A folder in the place where Scrapy wants a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class FolderStorage(FileFeedStorage):
    """Scrapy's storage in files; for the seed format the address is that of a folder."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        super().__init__(uri, feed_options=feed_options)
        self._is_folder = (feed_options or {}).get("format") == FORMAT

    def open(self, spider: Spider) -> IO[bytes]:
        """Open the file, or make the folder."""
        if not self._is_folder:
            return super().open(spider)
        folder = Path(self.path)
        folder.mkdir(parents=True, exist_ok=True)
        return Folder(folder)


class SeedExporter(BaseItemExporter):
    """Writes each article's document into the folder."""

    def __init__(self, file: Folder, **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self._folder = file.path

    def export_item(self, item: Article) -> None:
        """Write one document."""
        library.write(self._folder, item.document)
