// An answer as a network: each row ties what its first two columns of IRIs name; a column of numbers weighs the ties.
import { element } from "../dom";
import type { Dealing, Network, Node } from "../network/model";
import { icon, isNumber, nameColumn, nameOf, pageOf, rowsOf, setup, type Results, type Row } from "./setup";

const MOST_ROWS = 20_000;

export class NetworkPlugin {
  priority = 3;
  label: string;
  private drawing: { sigma: { kill(): void } } | undefined;

  constructor(private readonly yasr: Results) {
    this.label = setup().words.network;
  }

  canHandleResults(): boolean {
    const { columns, rows } = rowsOf(this.yasr);
    return rows.length > 0 && things(columns, rows).length > 1;
  }

  async draw(): Promise<void> {
    this.destroy();
    const { columns, rows } = rowsOf(this.yasr);
    const canvas = element("div", { class: "canvas", tabindex: 0, role: "application", "aria-label": this.label });
    this.yasr.resultsEl.replaceChildren(element("div", { class: "answer-network" }, canvas));
    const [{ graphOf, showWindow }, { View }, { layOut }] = await Promise.all([
      import("../network/model"),
      import("../network/view"),
      import("../network/layout"),
    ]);
    const graph = graphOf(networkOf(columns, rows));
    showWindow(graph, null, "weight");
    let view: InstanceType<typeof View> | undefined;
    await layOut(graph, setup().layout, () => {
      if (!canvas.isConnected) return;
      if (view === undefined) {
        view = new View(graph, canvas, (choice) => {
          view!.choose(choice);
        });
        view.sigma.on("doubleClickNode", ({ node }) => location.assign(graph.getNodeAttribute(node, "page")));
        this.drawing = view;
      } else view.sigma.refresh();
    });
    view?.paint("community");
    canvas.dataset.ready = "true";
  }

  destroy(): void {
    this.drawing?.sigma.kill();
    this.drawing = undefined;
  }

  getIcon(): Element {
    return icon("M4 2a2 2 0 1 0 1 3.7L7 8l-2 3a2 2 0 1 0 1 .8L8.2 9h2A2 2 0 1 0 10 7.6H8.4L6 5a2 2 0 0 0-2-3z");
  }
}

/** The columns that hold IRIs of things, not of the terms that describe them. */
function things(columns: string[], rows: Row[]): string[] {
  const vocabulary = Object.values(setup().prefixes);
  return columns.filter(
    (column) =>
      rows.some((row) => row[column]) &&
      rows.every((row) => !row[column] || row[column]!.type === "uri") &&
      !rows.every((row) => !row[column] || vocabulary.some((space) => row[column]!.value.startsWith(space))),
  );
}

function networkOf(columns: string[], rows: Row[]): Network {
  const [one, other] = things(columns, rows);
  const weight = columns.find((column) => rows.every((row) => isNumber(row[column])));
  const nodes = new Map<string, Node>();
  const edges: Dealing[] = [];
  for (const row of rows.slice(0, MOST_ROWS)) {
    const ends = [one, other].map((column) => {
      const term = row[column];
      if (!term) return null;
      const label = nameColumn(column, columns);
      const name = (label && row[label]?.value) ?? nameOf(term);
      nodes.set(term.value, { id: term.value, type: "thing", name, articles: 0, page: pageOf(term.value) });
      return term.value;
    });
    if (!ends[0] || !ends[1] || ends[0] === ends[1]) continue;
    const number = weight ? Number(row[weight]!.value) : 1;
    edges.push({ source: ends[0], target: ends[1], kind: "", quad_class: null, mutual: true, weight: number, months: { "": number } });
  }
  return { nodes: [...nodes.values()], edges, nodes_left_out: 0, edges_left_out: 0 };
}
