// Finds a node by its name, as a combobox after the ARIA Authoring Practices.
import { element } from "../dom";
import type { Graph } from "./model";

const MOST = 8;

export function findsNodes(input: HTMLInputElement, graph: Graph, onFound: (node: string) => void): void {
  const list = element("ul", { class: "options", role: "listbox", id: `${input.id}-options`, hidden: true });
  input.after(list);
  const set = (name: string, value: string) => input.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  set("aria-expanded", "false");
  let found: string[] = [];
  let marked = -1;

  function mark(place: number): void {
    marked = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else set("aria-activedescendant", list.children[place].id);
  }

  function show(nodes: string[]): void {
    found = nodes;
    list.replaceChildren(
      ...nodes.map((node, place) => {
        const { label, kind } = graph.getNodeAttributes(node);
        const option = element("li", { id: `${list.id}-${place}`, role: "option", class: `ref ${kind}` }, label);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(place);
        });
        return option;
      }),
    );
    list.hidden = nodes.length === 0;
    set("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function choose(place: number): void {
    const node = found[place];
    input.value = graph.getNodeAttribute(node, "label");
    show([]);
    onFound(node);
  }

  input.addEventListener("input", () => show(matching(graph, input.value)));
  input.addEventListener("blur", () => show([]));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (found.length > 0) choose(Math.max(marked, 0));
    } else if (event.key === "Escape") show([]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(marked < 0 && step < 0 ? found.length - 1 : (marked + step + found.length) % found.length);
    }
  });
}

/** The nodes in whose names a text stands at the beginning of a word, the heaviest first. */
function matching(graph: Graph, text: string): string[] {
  const wanted = fold(text).trim();
  if (!wanted) return [];
  return graph
    .filterNodes((_, { label, hidden }) => !hidden && ` ${fold(label)}`.includes(` ${wanted}`))
    .sort((a, b) => graph.getNodeAttribute(b, "weight") - graph.getNodeAttribute(a, "weight"))
    .slice(0, MOST);
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е").replaceAll(/[^\p{L}\p{N}]+/gu, " ");
}
