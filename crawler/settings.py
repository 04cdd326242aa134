"""Scrapy's own settings: where things are. What can be set is in `crawler.config`, and comes in through the add-on."""

BOT_NAME = "smewatch"
SPIDER_MODULES = ["crawler.spiders"]
ADDONS = {"crawler.addon.SmewatchAddon": 0}
