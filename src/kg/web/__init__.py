"""The graph over HTTP: the SPARQL protocol, the resources at their own addresses, and a start page."""
