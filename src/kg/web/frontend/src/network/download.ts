// What is shown, as GEXF for Gephi: with the places, colours and sizes that it has on the screen.
import { UndirectedGraph } from "graphology";
import { write } from "graphology-gexf/browser";
import { element } from "../dom";
import type { Graph } from "./model";

export function downloadGexf(graph: Graph): void {
  const shown = new UndirectedGraph();
  graph.forEachNode((id, { hidden, ...attributes }) => hidden || shown.addNode(id, attributes));
  graph.forEachEdge((_, { hidden, dealings, ...attributes }, one, other) => {
    if (hidden) return;
    const kinds = [...new Set(dealings.map(({ kind }) => kind))].sort().join(" | ");
    shown.addUndirectedEdge(one, other, { ...attributes, kinds });
  });
  const text = write(shown, {
    version: "1.3",
    formatNode: (_: string, { label, x, y, size, color, kind, articles, community, weight }) => ({
      label,
      viz: { x, y, size, color },
      attributes: { type: kind, articles, community, weight },
    }),
    formatEdge: (_: string, { weight, color, kinds, tone }) => ({ weight, viz: { color }, attributes: { kinds, tone } }),
  });
  const link = element("a", {
    href: URL.createObjectURL(new Blob([text], { type: "application/gexf+xml" })),
    download: "network.gexf",
  });
  link.click();
  URL.revokeObjectURL(link.href);
}
