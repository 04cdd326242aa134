"""Scrapy's own settings: where things are. What can be set is in `crawler.config`, and comes in through the add-on."""

BOT_NAME = "smewatch"
SPIDER_MODULES = ["crawler.spiders"]
ADDONS = {"crawler.addon.SmewatchAddon": 0}
# The command line asks for these before any add-on is heard.
FEED_EXPORTERS = {"seed": "crawler.exporter.SeedExporter"}
FEED_STORAGES = {"": "crawler.exporter.FolderStorage", "file": "crawler.exporter.FolderStorage"}
