"""The parts of reading an article page, one question a module; `crawler.article` puts them together. Pure."""
