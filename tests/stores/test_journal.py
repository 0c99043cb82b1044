from pathlib import Path

import pytest

from kg.stores.journal import Journal
from tests.stores.test_embedded import run


@pytest.mark.parametrize("write", ["journal.record(many(2))", "journal.flush()"])
def test_a_full_disk_keeps_what_was_noted_and_says_what_to_do(tmp_path: Path, write: str) -> None:
    """A limit on the size of files stands for the full disk."""
    path = tmp_path / "journal"
    writer = run(
        f"""
        import resource, signal, sys
        from pathlib import Path
        from kg.stores import StoreError
        from kg.stores.journal import Journal
        def many(round):
            return [(f"{{number}}.txt", f"{{round:064}}", f"article/{{number:016x}}") for number in range(2_000)]
        journal = Journal(Path(sys.argv[1]))
        journal.record(many(1))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            {write}
        except StoreError as error:
            print(error)
        """,
        str(path),
    )
    message, _ = writer.communicate(timeout=60)
    assert f"{path}: the journal can't be written" in message
    assert "make room on the disk" in message
    with Journal(path) as journal:
        assert journal.reading("1999.txt") == (f"{1:064}", f"article/{1999:016x}")
