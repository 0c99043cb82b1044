import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.stores.updates import LoadError, UsingConflictError, with_using, without_loads

G, N = NamedNode("x:g"), NamedNode("x:n")


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1/>",
        "load silent <http://127.0.0.1/> into graph <x:g>",
        "BASE <x:> CLEAR ALL;LOAD # why\n<http://127.0.0.1/>",
        "PREFIX a: <x:>LOAD a:b",
        "LOAD <http://127.0.0.1/>INTO GRAPH <x:g> ; LOAD <http://127.0.0.2/> ;",
    ],
)
def test_what_is_loaded_is_put_out_of_reach(update: str) -> None:
    written = without_loads(update)
    assert "127.0.0." not in written and "a:b" not in written
    if "silent" in update:
        Store().update(written)
    else:
        with pytest.raises(OSError, match="load-is-off"):
            Store().update(written)


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX a: <x:>LOADa:b",  # Oxigraph needs no space
        "PREFIX a: <x:>LOADSILENTa:b",
        'INSERT DATA { <x:a> <x:p> "load <x:b> ;" }',
        "# LOAD <x:b>\n; CLEAR ALL",
        r"INSERT DATA { <x:a> <x:p> 'a\u0027 } ; LOAD <x:b> ; # '",
        "LOAD " * 300,
    ],
)
def test_what_can_not_be_told_from_a_load_is_refused(update: str) -> None:
    with pytest.raises(LoadError):
        without_loads(update)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <x:a> <x:p> 'download <b> it', 'load: 5 t', 'load x:y of' }",
        "INSERT { <x:load> ?load ?o } WHERE { <x:load> ?load ?o }",
        "PREFIX load: <x:> INSERT DATA { load:a load:b load:c }",
    ],
)
def test_the_word_load_is_left_alone(update: str) -> None:
    assert without_loads(update) == update
    Store().update(update)


def test_the_dataset_goes_into_each_operation_with_a_where() -> None:
    store = Store()
    store.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> 'WHERE {' } GRAPH <x:n> { <x:a> <x:p> 2 } <x:a> <x:p> 0 }")
    update = (
        "INSERT { <x:r> <x:is> ?o } WHERE { { SELECT ?o WHERE { ?s <x:p> ?o } } } ; "
        "INSERT DATA { <x:r> <x:text> 'DELETE WHERE { }' } ; "
        "INSERT { <x:r> <x:named> ?o } WHERE { GRAPH ?g { ?s <x:p> ?o } } ; "
        "DELETE WHERE { ?s <x:p> ?o }"
    )
    store.update(with_using(update, [G], [N]))
    results = store.quads_for_pattern(NamedNode("x:r"), None, None)
    found = {(quad.predicate.value, quad.object.value) for quad in results if isinstance(quad.object, Literal)}
    assert found == {("x:is", "WHERE {"), ("x:named", "2"), ("x:text", "DELETE WHERE { }")}
    assert len(list(store.quads_for_pattern(None, NamedNode("x:p"), None))) == 3


def test_two_datasets_are_one_too_many() -> None:
    for update in (
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING <x:g> WHERE { ?s ?p ?o }",
    ):
        with pytest.raises(UsingConflictError):
            with_using(update, [G], [])
        assert with_using(update, [], []) == update
