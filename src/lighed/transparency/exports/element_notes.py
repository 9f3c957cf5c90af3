"""An element in a graph -> its context as notes, in the terms that thesauri have for them (SKOS and Dublin Core)."""

from __future__ import annotations

from lighed.governance import Text
from lighed.transparency.exports.graph import Graph, Iri
from lighed.transparency.record import DataElement

SKOS = "http://www.w3.org/2004/02/skos/core#"


def add_notes(graph: Graph, name: str, element: DataElement, *, beside: str) -> None:
    """State how `name`, which stands for the element, is to be taken.

    Parameters
    ----------
    beside : what the names of other elements begin with
    """
    graph.a(f"{name}-collected", "dct:ProvenanceStatement")
    graph.add(f"{name}-collected", "dct:description", element.collected)
    graph.add(name, "dct:provenance", Iri(f"{name}-collected"))
    graph.add(name, "skos:scopeNote", element.reading)
    graph.add(name, "skos:note", element.objectivity)
    graph.add(
        name,
        "skos:historyNote",
        Text(da=f"Med siden version {element.since}", en=f"There since version {element.since}"),
    )
    for other in element.together_with:
        graph.add(name, "dct:relation", Iri(f"{beside}{other}"))
