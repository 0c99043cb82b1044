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
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<News>) => {
      if ("communities" in data) {
        nodes.forEach((id, place) => graph.setNodeAttribute(id, "community", data.communities[place]));
        return;
      }
      let place = 0;
      graph.updateEachNodeAttributes(
        (_, node) => {
          node.x = data.places[place++];
          node.y = data.places[place++];
          return node;
        },
        { attributes: ["x", "y"] },
      );
      onNews(data.done);
      if (data.done) {
        worker.terminate();
        resolve();
      }
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ sizes, edges } satisfies Task);
  });
}
