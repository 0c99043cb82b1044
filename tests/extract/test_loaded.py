import subprocess
import sys

PROGRAM = """
import gc
import kg.extract.loaded
from kg.extract.claims.frames import lexicon
from kg.extract.events.triggers import triggers
from kg.knowledge.titles import Titles, _shipped
from kg.language.natasha import natasha
print(*(read.cache_info().currsize for read in (natasha, triggers, lexicon, _shipped)), gc.get_freeze_count() > 100_000)
"""


def test_what_every_process_needs_is_loaded_before_they_are_forked() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1", "1", "1", "True"]
