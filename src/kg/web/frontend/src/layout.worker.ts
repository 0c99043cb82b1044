// Where the nodes stand: communities after Louvain, then ForceAtlas2, then discs that overlap are pushed apart; off the
// page's own thread.
//
// It is told {order, edges} (three numbers an edge: its ends, from 0, and its weight; sizes of the nodes), and tells
// {communities}, then again and again {places} (two numbers a node), the last time with {done: true}. The same network
// always gets the same places.
import { UndirectedGraph } from "graphology";
import louvain from "graphology-communities-louvain";
import defaults from "graphology-layout-forceatlas2/defaults";
import iterate from "graphology-layout-forceatlas2/iterate";
import noverlap from "graphology-layout-noverlap/iterate";

export interface Task {
  sizes: Float32Array;
  edges: Float32Array;
}

export type News = { communities: Uint32Array } | { places: Float32Array; done: boolean };

const PER_NODE = 10; // numbers in the library's matrix: x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed
const PER_EDGE = 3;
const PICTURE = 460; // pixels
const PATIENCE = 20_000; // milliseconds after which a slow machine need not go on

function random(seed: number): () => number {
  // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// The libraries draw lots where things lie on each other.
Math.random = random(3);

function communitiesOf(order: number, edges: Float32Array): Uint32Array {
  const graph = new UndirectedGraph();
  for (let node = 0; node < order; node++) graph.addNode(node);
  for (let at = 0; at < edges.length; at += PER_EDGE) graph.addEdge(edges[at], edges[at + 1], { weight: edges[at + 2] });
  const found = louvain(graph, { getEdgeWeight: "weight", rng: random(1) });
  const sizes = new Map<number, number>();
  for (const community of Object.values(found)) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  // The largest is number 0, so that it has the first colour.
  const ranks = new Map([...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([community], rank) => [community, rank]));
  return Uint32Array.from({ length: order }, (_, node) => ranks.get(found[node])!);
}

function starts(communities: Uint32Array, sizes: Float32Array): Float32Array {
  const nodes = new Float32Array(communities.length * PER_NODE);
  const chance = random(2);
  const number = Math.max(...communities) + 1;
  const radius = 10 * Math.sqrt(communities.length);
  communities.forEach((community, node) => {
    const angle = (2 * Math.PI * community) / number;
    const at = node * PER_NODE;
    nodes[at] = radius * (Math.cos(angle) + 0.5 * (chance() - 0.5));
    nodes[at + 1] = radius * (Math.sin(angle) + 0.5 * (chance() - 0.5));
    nodes[at + 6] = 1; // mass: one more for each tie
    nodes[at + 7] = 1;
    nodes[at + 8] = sizes[node];
  });
  return nodes;
}

/** The places with discs that overlap pushed apart, as on a picture of so many pixels. */
function apart(places: Float32Array, sizes: Float32Array): Float32Array {
  const matrix = new Float32Array(sizes.length * 3); // x, y, size
  const span = (axis: number) => {
    const values = places.filter((_, i) => (i & 1) === axis).sort();
    return values[values.length - 1] - values[0];
  };
  const scale = PICTURE / Math.max(span(0), span(1), 1e-6);
  sizes.forEach((size, node) => matrix.set([places[2 * node] * scale, places[2 * node + 1] * scale, size], 3 * node));
  for (let step = 0; step < (sizes.length > 2000 ? 20 : 60); step++) {
    if (noverlap({ gridSize: 20, margin: 0.5, expansion: 1.1, ratio: 1, speed: 3 }, matrix).converged) break;
  }
  return Float32Array.from(places, (_, i) => matrix[3 * (i >> 1) + (i & 1)]);
}

onmessage = ({ data: { sizes, edges } }: MessageEvent<Task>) => {
  const order = sizes.length;
  const tell = (news: News) => postMessage(news);
  const communities = communitiesOf(order, edges);
  tell({ communities });
  const nodes = starts(communities, sizes);
  const ties = new Float32Array(edges.length);
  for (let at = 0; at < edges.length; at += PER_EDGE) {
    const [one, other] = [edges[at] * PER_NODE, edges[at + 1] * PER_NODE];
    ties[at] = one;
    ties[at + 1] = other;
    ties[at + 2] = 1 + Math.log(edges[at + 2]);
    nodes[one + 6] += 1;
    nodes[other + 6] += 1;
  }
  const settings = {
    ...defaults,
    barnesHutOptimize: order > 800,
    barnesHutTheta: 0.8,
    linLogMode: true,
    gravity: 0.4,
    scalingRatio: 4,
    slowDown: 1 + Math.log(order),
  };
  const steps = Math.round(Math.min(800, 250 + 300_000 / Math.max(order, 1)));
  const began = performance.now();
  let told = began;
  const pause = order > 1000 ? 1000 : 250; // milliseconds between two pieces of news: drawing takes the processor, too
  const places = () => Float32Array.from({ length: order * 2 }, (_, i) => nodes[(i >> 1) * PER_NODE + (i & 1)]);
  for (let step = 0; step < steps; step++) {
    iterate(settings, nodes, ties);
    const now = performance.now();
    if (now - began > PATIENCE) break;
    if (now - told > pause) {
      told = now;
      tell({ places: places(), done: false });
    }
  }
  tell({ places: apart(places(), sizes), done: true });
};
