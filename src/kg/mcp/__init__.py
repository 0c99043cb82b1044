"""The graph for assistants: a server of the Model Context Protocol, read-only, over standard input and output."""
