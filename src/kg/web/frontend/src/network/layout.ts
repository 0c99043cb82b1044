// The layout's worker, from the page's side.
import type { News, Task } from "../layout.worker";
import type { Graph } from "./model";

/**
 * Lets a worker lay out a graph. Its nodes are moved as the worker goes on.
 *
 * @param script the worker's address
 * @param onNews is called after each move; at the end with true
 * @returns a promise of the end
 */
export function layOut(graph: Graph, script: string, onNews: (done: boolean) => void): Promise<void> {
  const nodes = graph.nodes();
  const number = new Map(nodes.map((id, place) => [id, place]));
  const edges = new Float32Array(graph.size * 3);
  let at = 0;
  graph.forEachEdge((_, { dealings }, one, other) => {
    edges.set([number.get(one)!, number.get(other)!, dealings.reduce((sum, { weight }) => sum + weight, 0)], at);
    at += 3;
  });
  const sizes = Float32Array.from(nodes, (id) => graph.getNodeAttribute(id, "size"));
  const worker = new Worker(script, { type: "module" });
  let places: Float32Array | undefined;

  function move(done: boolean): void {
    if (places === undefined) return;
    let at = 0;
    const moved = places;
    places = undefined;
    graph.updateEachNodeAttributes(
      (_, node) => {
        node.x = moved[at++];
        node.y = moved[at++];
        return node;
      },
      { attributes: ["x", "y"] },
    );
    onNews(done);
  }

  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<News>) => {
      if ("communities" in data) {
        nodes.forEach((id, place) => graph.setNodeAttribute(id, "community", data.communities[place]));
      } else {
        // Where the page draws more slowly than the worker goes on, it draws only the latest.
        if (places === undefined && !data.done) requestAnimationFrame(() => move(false));
        places = data.places;
        if (data.done) {
          worker.terminate();
          move(true);
          resolve();
        }
      }
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ sizes, edges } satisfies Task);
  });
}
