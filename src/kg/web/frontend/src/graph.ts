// The page of the network: what the template left open is filled here.
import "./graph.css";
import { element, filled } from "./dom";
import { downloadGexf } from "./network/download";
import { findsNodes } from "./network/finder";
import { layOut } from "./network/layout";
import { graphOf, monthsOf, showWindow, type Network } from "./network/model";
import { Panel, type PanelWords } from "./network/panel";
import { TimeSlider, type SliderWords } from "./network/slider";
import { onThemeChange } from "./network/theme";
import { View, type Choice, type ColourBy } from "./network/view";

interface Words {
  panel: PanelWords;
  slider: SliderWords;
  shown: string;
  left_out: string;
  nothing: string;
  failed: string;
  no_webgl: string;
  arranging: string;
}

const KEYS: Record<string, (view: View) => void> = {
  ArrowLeft: (view) => view.move(-1, 0),
  ArrowRight: (view) => view.move(1, 0),
  ArrowUp: (view) => view.move(0, -1),
  ArrowDown: (view) => view.move(0, 1),
  "+": (view) => view.zoom(1 / 1.5),
  "=": (view) => view.zoom(1 / 1.5),
  "-": (view) => view.zoom(1.5),
  "0": (view) => view.fit(),
};

async function start(place: HTMLElement): Promise<void> {
  const words = JSON.parse(place.dataset.words!) as Words;
  const status = document.getElementById("graph-status")!;
  const answer = await fetch(place.dataset.network!);
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
    status.textContent = filled(words.failed, problem.detail ?? answer.status);
    return;
  }
  const network = (await answer.json()) as Network;
  if (network.nodes.length === 0) {
    status.textContent = words.nothing;
    return;
  }
  if (!document.createElement("canvas").getContext("webgl2")) {
    status.textContent = words.no_webgl;
    return;
  }
  const graph = graphOf(network);
  const controls = document.getElementById("graph-controls") as HTMLFormElement;
  const sizeBy = () => (new FormData(controls).get("size") === "articles" ? "articles" : "weight");
  showWindow(graph, null, sizeBy());
  place.hidden = controls.hidden = false;
  const canvas = place.querySelector<HTMLElement>(".canvas")!;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  let choice: Choice = null;
  let view: View | undefined;
  const months = monthsOf(network);
  const slider =
    months.length > 1
      ? new TimeSlider(months, graph, words.slider, (window) => {
          showWindow(graph, window, sizeBy());
          view?.paint();
          panel.show(choice, window);
          tell();
        })
      : null;
  const panel = new Panel(graph, place.querySelector<HTMLElement>(".panel")!, words.panel, choose);
  if (slider) place.querySelector(".canvas")!.after(slider.element);

  function choose(chosen: Choice): void {
    choice = chosen;
    view?.choose(chosen);
    panel.show(chosen, slider?.window ?? null);
  }

  function tell(arranged = true): void {
    const nodes = graph.filterNodes((_, { hidden }) => !hidden).length;
    const ties = graph.filterEdges((_, { hidden }) => !hidden).length;
    const parts = [filled(words.shown, nodes, ties)];
    if (network.nodes_left_out > 0) parts.push(filled(words.left_out, network.nodes_left_out));
    if (!arranged) parts.push(words.arranging);
    status.textContent = parts.join(" ");
  }

  tell(false);
  const arranged = layOut(graph, place.dataset.layout!, (done) => {
    if (still && !done) return;
    if (view === undefined) {
      view = new View(graph, canvas, choose);
      paintAsChosen();
    } else view.sigma.refresh();
  });

  function paintAsChosen(): void {
    view?.paint(new FormData(controls).get("colour") as ColourBy);
    place.dataset.colour = String(new FormData(controls).get("colour"));
  }

  controls.addEventListener("change", (event) => {
    if ((event.target as HTMLElement).id === "graph-find") return;
    showWindow(graph, slider?.window ?? null, sizeBy());
    paintAsChosen();
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  findsNodes(document.getElementById("graph-find") as HTMLInputElement, graph, (node) => {
    choose({ node });
    view?.goTo(node);
  });
  canvas.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (act && view && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act(view);
    } else if (event.key === "Escape") choose(null);
  });
  for (const button of place.querySelectorAll<HTMLButtonElement>("[data-key]")) {
    button.addEventListener("click", () => view && KEYS[button.dataset.key!](view));
  }
  document.getElementById("graph-gexf")!.addEventListener("click", () => downloadGexf(graph));
  onThemeChange(() => view?.paint());
  await arranged;
  paintAsChosen(); // the communities are known now
  tell();
  place.dataset.ready = "true";
  // For those who test and measure.
  Object.assign(place, { view, graph });
}

const place = document.getElementById("graph");
if (place) start(place).catch((error: unknown) => {
  document.getElementById("graph-status")!.replaceChildren(element("span", { class: "problem" }, String(error)));
  throw error;
});
