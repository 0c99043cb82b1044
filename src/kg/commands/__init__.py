"""Groups of commands, each a typer application of its own that ``kg.cli`` adds."""
