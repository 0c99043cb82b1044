from kg.web.cache import ByteCache


def test_what_was_used_last_is_kept() -> None:
    cache: ByteCache[bytes] = ByteCache(40_000)
    for key in "abcdefgh":
        cache.put(key, b"x" * 3000)
    assert cache.get("a") is not None
    for key in "ijk":
        cache.put(key, b"x" * 3000)
    assert cache.get("a") is not None
    assert cache.get("b") is None
    assert cache.get("k") == b"x" * 3000


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    cache: ByteCache[bytes] = ByteCache(40_000)
    cache.put("a", b"x")
    cache.put("b", b"x" * 5000)
    assert cache.get("b") is None and cache.get("a") == b"x"


def test_a_value_may_be_put_again() -> None:
    cache: ByteCache[bytes] = ByteCache(16_000)
    for _ in range(100):
        cache.put("a", b"x" * 500)
    cache.put("b", b"y")
    assert cache.get("a") and cache.get("b")


def test_a_cache_of_nothing() -> None:
    cache: ByteCache[bytes] = ByteCache(0)
    cache.put("a", b"")
    assert cache.get("a") is None
