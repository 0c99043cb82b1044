// The network on the screen: sigma, with what is pointed at and what is chosen standing out.
import Sigma from "sigma";
import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { EdgeAttributes, Graph, NodeAttributes } from "./model";
import { mixed, themeNow, type Theme } from "./theme";

export type Choice = { node: string } | { edge: string } | null;
export type ColourBy = "kind" | "community";

const MANY_EDGES = 8000; // from which on they are left out while the picture moves
type Labelled = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

export class View {
  readonly sigma: Sigma<NodeAttributes, EdgeAttributes>;
  private theme: Theme = themeNow();
  private colourBy: ColourBy = "kind";
  private pointed: string | null = null;
  private chosen: Choice = null;
  /** The nodes that stand out; null where all do. */
  private lit: Set<string> | null = null;

  constructor(
    private readonly graph: Graph,
    container: HTMLElement,
    onChoice: (choice: Choice) => void,
  ) {
    this.sigma = new Sigma(graph, container, this.settings());
    this.sigma.on("enterNode", ({ node }) => this.point(node));
    this.sigma.on("leaveNode", () => this.point(null));
    this.sigma.on("enterEdge", () => container.classList.add("on-thing"));
    this.sigma.on("leaveEdge", () => container.classList.remove("on-thing"));
    this.sigma.on("clickNode", ({ node }) => onChoice({ node }));
    this.sigma.on("clickEdge", ({ edge }) => onChoice({ edge }));
    this.sigma.on("clickStage", () => onChoice(null));
    this.paint();
  }

  /** Colours all anew, after the theme, the weights or the communities changed. */
  paint(colourBy: ColourBy = this.colourBy): void {
    this.colourBy = colourBy;
    const theme = (this.theme = themeNow());
    this.graph.updateEachNodeAttributes((_, node) => {
      node.color =
        colourBy === "kind" ? (theme.kinds[node.kind] ?? theme.quiet) : (theme.communities[node.community] ?? theme.quiet);
      return node;
    });
    this.graph.updateEachEdgeAttributes((_, edge) => {
      edge.color = mixed(theme.tones[edge.tone], theme.ground, edge.tone === "statement" ? 0.35 : 0.1);
      return edge;
    });
    this.sigma.refresh();
  }

  /** What is chosen, and those around it, stand out. */
  choose(choice: Choice): void {
    this.chosen = choice;
    this.light();
  }

  /** Brings a node into the middle. */
  goTo(node: string): void {
    const place = this.sigma.getNodeDisplayData(node);
    if (!place) return;
    const camera = this.sigma.getCamera();
    void camera.animate({ x: place.x, y: place.y, ratio: Math.min(camera.ratio, 0.4) }, { duration: stillness() });
  }

  move(right: number, down: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + 0.1 * right * camera.ratio, y: camera.y - 0.1 * down * camera.ratio });
  }

  zoom(by: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio * by) }, { duration: stillness() });
  }

  fit(): void {
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: stillness() });
  }

  private point(node: string | null): void {
    this.pointed = node;
    this.sigma.getContainer().classList.toggle("on-thing", node !== null);
    this.light();
  }

  private light(): void {
    const centre = this.pointed ?? (this.chosen && "node" in this.chosen ? this.chosen.node : null);
    if (centre !== null && this.graph.hasNode(centre)) {
      this.lit = new Set([centre]);
      this.graph.forEachEdge(centre, (_, { hidden }, one, other) => {
        if (!hidden) this.lit!.add(one).add(other);
      });
    } else if (this.chosen && "edge" in this.chosen && this.graph.hasEdge(this.chosen.edge)) {
      this.lit = new Set(this.graph.extremities(this.chosen.edge));
    } else {
      this.lit = null;
    }
    this.sigma.refresh({ skipIndexation: true });
  }

  private settings(): Partial<Settings<NodeAttributes, EdgeAttributes>> {
    const many = this.graph.size > MANY_EDGES;
    return {
      allowInvalidContainer: true, // it may be hidden as yet
      enableEdgeEvents: !many,
      hideEdgesOnMove: many,
      labelDensity: 0.6,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 6,
      labelSize: 13,
      labelFont: this.theme.font,
      minCameraRatio: 0.02,
      maxCameraRatio: 3,
      zIndex: true,
      stagePadding: 40,
      nodeReducer: (id, node) => {
        if (this.lit === null) return node;
        if (!this.lit.has(id)) {
          return { ...node, label: "", zIndex: 0, color: mixed(node.color, this.theme.ground, 0.82) };
        }
        return { ...node, zIndex: 1, forceLabel: this.lit.size < 40 || id === this.pointed };
      },
      edgeReducer: (id, edge) => {
        if (this.lit === null || edge.hidden) return edge;
        const [one, other] = this.graph.extremities(id);
        const centre = this.pointed ?? (this.chosen && "node" in this.chosen ? this.chosen.node : null);
        const shown = centre === null ? this.lit.has(one) && this.lit.has(other) : one === centre || other === centre;
        return shown ? { ...edge, zIndex: 1, color: this.theme.tones[edge.tone] } : { ...edge, hidden: true };
      },
      defaultDrawNodeLabel: (context, data, settings) => this.label(context, data, settings.labelSize, 500),
      defaultDrawNodeHover: (context, data, settings) => {
        context.beginPath();
        context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
        context.lineWidth = 2;
        context.strokeStyle = this.theme.ink;
        context.stroke();
        this.label(context, data, settings.labelSize + 1, 700);
      },
    };
  }

  private label(context: CanvasRenderingContext2D, data: Labelled, size: number, weight: number): void {
    if (!data.label) return;
    context.font = `${weight} ${size}px ${this.theme.font}`;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.theme.ground;
    context.fillStyle = this.theme.ink;
    const [x, y] = [data.x + data.size + 4, data.y + size / 3];
    context.strokeText(data.label, x, y);
    context.fillText(data.label, x, y);
  }
}

/** How long a movement takes: none where the reader wants none. */
function stillness(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
}
