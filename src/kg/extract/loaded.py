"""Importing this loads the language models, the gazetteer that ships, and the lexicons, which the stages read when they
first need them.

The process from which those that read are forked imports it, so that they have all of that in memory once.
"""

import gc
from datetime import date

_ARTICLE = """МИД Ветрова выразил протест послу

12 мая 2020 года министр обороны Ветрова Иван Орлов заявил, что «войска обстреляли город». Вчера он встретился с послом
Германии и потребовал ввести санкции против компании «Заря». По словам Анны Лис, полиция задержала двух депутатов.
"""
"""Something for each stage."""


def _load() -> None:
    from kg.extract.pipeline import read  # noqa: PLC0415
    from kg.model import Document  # noqa: PLC0415

    list(read([Document("article", _ARTICLE, sha256="", published=date(2020, 5, 13))]))


gc.disable()  # all of it stays, and to look for what does not takes a sixth of the time
_load()
gc.freeze()
gc.enable()
