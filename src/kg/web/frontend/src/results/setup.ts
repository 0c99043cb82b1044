// What the page tells the plugins, and what they have in common.

export interface Words {
  chart: string;
  map: string;
  network: string;
  editor: string;
  size: string;
  table: string;
  response: string;
  names: string;
  numbers: string;
  most: string;
}

export interface Setup {
  base: string;
  prefixes: Record<string, string>;
  properties: string[];
  classes: string[];
  first: string;
  /** The query of the address; null for none. */
  query: string | null;
  name: string;
  /** Addresses of what was built. */
  world: string;
  layout: string;
  words: Words;
}

let given: Setup;

export function setUp(setup: Setup): void {
  given = setup;
}

export function setup(): Setup {
  return given;
}

/** The page of a thing of the graph; the IRI itself of others. */
export function pageOf(iri: string): string {
  return iri.startsWith(given.base) ? `/${iri.slice(given.base.length)}` : iri;
}

export interface Term {
  value: string;
  type: string;
  datatype?: string;
}

export type Row = Record<string, Term | undefined>;

/** What plugins need of YASR. */
export interface Results {
  resultsEl: HTMLElement;
  results?: {
    getVariables(): string[];
    getBindings(): Row[] | null;
  };
}

export function rowsOf(yasr: Results): { columns: string[]; rows: Row[] } {
  return { columns: yasr.results?.getVariables() ?? [], rows: yasr.results?.getBindings() ?? [] };
}

export function isNumber(term: Term | undefined): boolean {
  return term !== undefined && term.type !== "uri" && term.value.trim() !== "" && Number.isFinite(Number(term.value));
}

/** How a term is called: by itself, or short where it is an IRI. */
export function nameOf(term: Term | undefined): string {
  if (term === undefined) return "";
  if (term.type !== "uri") return term.value;
  for (const [name, space] of Object.entries(given.prefixes)) {
    if (term.value.startsWith(space)) return `${name}:${term.value.slice(space.length)}`;
  }
  return term.value.startsWith(given.base) ? term.value.slice(given.base.length) : term.value;
}

/** The column that names what a column of IRIs stands for: ?actorName or ?actorLabel beside ?actor. */
export function nameColumn(column: string, columns: string[]): string | undefined {
  return ["Name", "Label", "_name", "_label"].map((end) => column + end).find((name) => columns.includes(name));
}

/** An icon of one path, as YASR's tabs want it. */
export function icon(path: string): Element {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  const holder = document.createElement("div");
  holder.append(svg);
  return holder;
}
