// The network as the API gives it, and as the graph that is drawn: one edge for each two actors who have to do with each
// other, whatever they do.
import { UndirectedGraph } from "graphology";

export interface Node {
  id: string;
  type: string;
  name: string;
  articles: number;
  page: string;
}

export interface Dealing {
  source: string;
  target: string;
  kind: string;
  quad_class: string | null;
  mutual: boolean;
  weight: number;
  months: Record<string, number>;
}

export interface Network {
  nodes: Node[];
  edges: Dealing[];
  nodes_left_out: number;
  edges_left_out: number;
}

export type Tone = "cooperation" | "conflict" | "statement";

export interface NodeAttributes {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
  kind: string;
  page: string;
  articles: number;
  community: number;
  /** How many events and statements it has with those who are shown, in the months that are shown. */
  weight: number;
  hidden: boolean;
}

export interface EdgeAttributes {
  dealings: Dealing[];
  size: number;
  color: string;
  tone: Tone;
  weight: number;
  hidden: boolean;
}

export type Graph = UndirectedGraph<NodeAttributes, EdgeAttributes>;

/** The graph of a network, in which nothing has a place or a colour yet. */
export function graphOf(network: Network): Graph {
  const graph: Graph = new UndirectedGraph();
  for (const { id, name, type, page, articles } of network.nodes) {
    graph.addNode(id, {
      label: name,
      kind: type.toLowerCase(),
      page,
      articles,
      x: 0,
      y: 0,
      size: 1,
      color: "#888888",
      community: 0,
      weight: 0,
      hidden: false,
    });
  }
  for (const dealing of network.edges) {
    const known = graph.edge(dealing.source, dealing.target);
    if (known) graph.getEdgeAttribute(known, "dealings").push(dealing);
    else
      graph.addUndirectedEdge(dealing.source, dealing.target, {
        dealings: [dealing],
        size: 1,
        color: "#888888",
        tone: "statement",
        weight: 0,
        hidden: false,
      });
  }
  return graph;
}

/** The months that a network tells of something in, in order. */
export function monthsOf(network: Network): string[] {
  const found = new Set(network.edges.flatMap(({ months }) => Object.keys(months)));
  const months = [...found].filter((name) => name.length === 7);
  return (months.length > 1 ? months : [...found].filter(Boolean)).sort();
}

/** A stretch of months, both ends within; null for all time, which holds what has no date, too. */
export type Window = readonly [string, string] | null;

/** How many events or statements of a dealing lie in a stretch of months. A year counts where a part of it does. */
export function within(dealing: Dealing, window: Window): number {
  if (window === null) return dealing.weight;
  let found = 0;
  for (const [month, number] of Object.entries(dealing.months)) {
    if (month && month <= window[1] && month >= window[0].slice(0, month.length)) found += number;
  }
  return found;
}

/** Brings weights, tones and sizes in line with a stretch of months; what has nothing in it is hidden. */
export function showWindow(graph: Graph, window: Window, sizeBy: "weight" | "articles"): void {
  const weights = new Map<string, number>();
  let heaviest = 1;
  graph.updateEachEdgeAttributes((_, edge, source, target) => {
    const by: Record<Tone, number> = { cooperation: 0, conflict: 0, statement: 0 };
    for (const dealing of edge.dealings) by[toneOf(dealing)] += within(dealing, window);
    edge.weight = by.cooperation + by.conflict + by.statement;
    edge.hidden = edge.weight === 0;
    edge.tone = by.conflict > by.cooperation ? "conflict" : by.cooperation > 0 ? "cooperation" : "statement";
    edge.size = Math.min(0.9 + 0.7 * Math.log2(1 + edge.weight), 6);
    for (const end of [source, target]) weights.set(end, (weights.get(end) ?? 0) + edge.weight);
    return edge;
  });
  graph.forEachNode((id, { articles }) => {
    heaviest = Math.max(heaviest, sizeBy === "weight" ? (weights.get(id) ?? 0) : articles);
  });
  // The more there are, the smaller they are.
  const smallest = Math.min(4, 1 + 22 / Math.sqrt(graph.order));
  graph.updateEachNodeAttributes((id, node) => {
    node.weight = weights.get(id) ?? 0;
    node.hidden = node.weight === 0;
    const share = (sizeBy === "weight" ? node.weight : node.articles) / heaviest;
    node.size = smallest + (8 + 3 * smallest) * Math.sqrt(share);
    return node;
  });
}

export function toneOf(dealing: Dealing): Tone {
  if (dealing.quad_class === null) return "statement";
  return dealing.quad_class.endsWith("conflict") ? "conflict" : "cooperation";
}
