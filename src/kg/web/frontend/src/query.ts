// The page of queries: YASGUI, set up for this graph. Nothing is asked of other hosts: prefixes and terms to complete
// are the project's own.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./query.css";
import { ChartPlugin } from "./results/chart";
import { MapPlugin } from "./results/map";
import { NetworkPlugin } from "./results/network";
import { setUp, type Setup, type Words } from "./results/setup";

interface Completion {
  name: string;
  bulk: boolean;
  get: () => string[];
  persistenceId?: null;
}

function start(place: HTMLElement): void {
  const given = JSON.parse(place.dataset.setup!) as Setup;
  setUp(given);
  const { Yasqe, Yasr } = Yasgui;
  const complete = (from: string, completion: Completion) =>
    Yasqe.forkAutocompleter(from, completion as Parameters<typeof Yasqe.forkAutocompleter>[1]);
  const prefixes = Object.entries(given.prefixes).map(([name, space]) => `${name}: <${space}>`);
  complete("prefixes", { name: "kg-prefixes", bulk: true, get: () => prefixes, persistenceId: null });
  complete("property", { name: "kg-property", bulk: true, get: () => given.properties, persistenceId: null });
  complete("class", { name: "kg-class", bulk: true, get: () => given.classes, persistenceId: null });
  Yasqe.defaults.autocompleters = ["kg-prefixes", "variables", "kg-property", "kg-class"];
  Yasqe.defaults.value = given.first;
  for (const [name, plugin] of Object.entries({ chart: ChartPlugin, map: MapPlugin, network: NetworkPlugin })) {
    Yasr.registerPlugin(name, plugin as unknown as Parameters<typeof Yasr.registerPlugin>[1]);
  }
  for (const name of ["table", "response"] as const) {
    const Plugin = Yasr.plugins[name];
    Yasr.plugins[name] = class extends Plugin {
      label = given.words[name];
    };
  }
  Yasr.defaults.pluginOrder = ["table", "chart", "map", "network", "response"];
  Yasr.defaults.prefixes = { ...given.prefixes, ...placesOf(given.base) };

  document.getElementById("plain")?.remove();
  place.hidden = false;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    persistenceId: "newskg",
    populateFromUrl: false,
    copyEndpointOnNewTab: false,
    contextMenuContainer: document.body,
    autoAddOnInit: given.query === null,
    yasqe: { resizeable: true, showQueryButton: true },
  });
  const asked = given.query;
  if (asked !== null) {
    const tab = yasgui.addTab(
      true,
      { ...Yasgui.Tab.getDefaults(yasgui), name: given.name, yasqe: { value: asked } },
      { avoidDuplicateTabs: true },
    );
    tab.getYasqe().query().catch(() => undefined); // YASR shows what went wrong
  }
  const mend = () => {
    leadHere(place, given.base);
    describe(place, given.words);
  };
  mend();
  new MutationObserver(mend).observe(place, { childList: true, subtree: true });
  Object.assign(place, { yasgui });
  place.dataset.ready = "true";
}

/** Short names of what is in the graph: actor:Q148. */
function placesOf(base: string): Record<string, string> {
  const kinds = ["actor", "article", "claim", "event", "place", "position"];
  return Object.fromEntries(kinds.map((kind) => [kind, `${base}${kind}/`]));
}

/** What is in the graph leads to its page on this server, whatever the host in its IRI. */
function leadHere(place: HTMLElement, base: string): void {
  for (const link of place.querySelectorAll<HTMLAnchorElement>(`a[href^="${CSS.escape(base)}"], a[href^="${base}"]`)) {
    link.href = `/${link.getAttribute("href")!.slice(base.length)}`;
    link.removeAttribute("target");
  }
}

/** What YASGUI leaves unsaid to those who can't see it. */
function describe(place: HTMLElement, words: Words): void {
  const say = (selector: string, attribute: string, value: string) => {
    for (const one of place.querySelectorAll(`${selector}:not([${attribute}="${value}"])`)) one.setAttribute(attribute, value);
  };
  say(".CodeMirror textarea", "aria-label", words.editor);
  say(".CodeMirror-scroll", "tabindex", "0"); // it scrolls, so that keys must reach it
  say(".tableSizer", "aria-label", words.size);
  for (const title of place.querySelectorAll(".dataTable thead th:first-child .dt-column-title:empty")) title.textContent = "№";
  say(".tabsList button", "role", "tab"); // a list of tabs may hold nothing else
}

const place = document.getElementById("yasgui");
if (place) start(place);
