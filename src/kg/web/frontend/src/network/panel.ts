// What is beside the network: of an actor, with whom it deals; of two, what they did and said, down to the sentences.
import { address, element, filled } from "../dom";
import { toneOf, within, type Dealing, type Graph, type Window } from "./model";
import type { Choice } from "./view";

export interface PanelWords {
  hint: string;
  page: string;
  around: string;
  ties: string;
  close: string;
  events: string;
  statements: string;
  all: string;
  between: string;
  loading: string;
  failed: string;
  said: string;
  months: string;
  types: Record<string, string>;
}

interface Reference {
  name: string;
  page: string;
  type: string;
}

interface Evidence {
  article: { title: string; publisher: string | null; published: string | null };
  start: number;
  end: number;
  text: string;
  sentence: string | null;
  sentence_start: number | null;
  page: string;
}

interface Told {
  page: string;
  evidence: Evidence[];
}

interface EventTold extends Told {
  type: string;
  quad_class: string;
  start_date: string | null;
  initiators: Reference[];
  recipients: Reference[];
}

interface ClaimTold extends Told {
  text: string;
  speaker: Reference | null;
  stated_on: string | null;
}

const MOST_TIES = 14;
const MOST_TOLD = 5;

export class Panel {
  private window: Window = null;
  private asked = 0;

  constructor(
    private readonly graph: Graph,
    private readonly place: HTMLElement,
    private readonly words: PanelWords,
    private readonly onChoice: (choice: Choice) => void,
  ) {
    this.show(null, null);
  }

  /** Shows what is chosen, of a stretch of months. */
  show(choice: Choice, window: Window): void {
    this.window = window;
    this.asked++;
    if (choice === null) this.place.replaceChildren(...this.all());
    else if ("node" in choice) this.place.replaceChildren(...this.actor(choice.node));
    else this.place.replaceChildren(...this.pair(choice.edge));
  }

  /** Those with the most dealings, to begin with. */
  private all(): Node[] {
    const nodes = this.graph
      .filterNodes((_, { hidden }) => !hidden)
      .map((id) => ({ id, ...this.graph.getNodeAttributes(id) }))
      .sort((a, b) => b.weight - a.weight || a.label.localeCompare(b.label))
      .slice(0, MOST_TIES);
    const rows = nodes.map(({ id, weight }) => this.row(id, weight, nodes[0].weight, "", { node: id }));
    return [element("p", { class: "quiet" }, this.words.hint), element("ul", { class: "ties" }, ...rows)];
  }

  private row(id: string, weight: number, most: number, tone: string, leadsTo: Choice): HTMLElement {
    const { label, kind } = this.graph.getNodeAttributes(id);
    return element(
      "li",
      {},
      element("button", { type: "button", class: `ref ${kind}`, onclick: () => this.onChoice(leadsTo) }, label),
      element("meter", { class: tone, max: most, value: weight, "aria-hidden": "true" }),
      element("span", { class: "number" }, String(weight)),
    );
  }

  private actor(id: string): Node[] {
    const { label, page, weight } = this.graph.getNodeAttributes(id);
    const ties: { edge: string; other: string; weight: number }[] = [];
    this.graph.forEachEdge(id, (edge, { hidden, weight }, one, other) => {
      if (!hidden) ties.push({ edge, other: one === id ? other : one, weight });
    });
    ties.sort((a, b) => b.weight - a.weight || a.other.localeCompare(b.other));
    const most = ties[0]?.weight ?? 1;
    const rows = ties
      .slice(0, MOST_TIES)
      .map(({ edge, other, weight }) => this.row(other, weight, most, this.graph.getEdgeAttribute(edge, "tone"), { edge }));
    return [
      this.head(this.reference(id)),
      element("p", { class: "quiet" }, filled(this.words.ties, ties.length, weight)),
      element(
        "p",
        { class: "leads" },
        element("a", { href: page }, this.words.page),
        element("a", { href: around(id), rel: "nofollow" }, filled(this.words.around, label)),
      ),
      element("ul", { class: "ties" }, ...rows),
    ];
  }

  private pair(edge: string): Node[] {
    const [one, other] = this.graph.extremities(edge);
    const dealings = this.graph.getEdgeAttribute(edge, "dealings");
    const counted = dealings
      .map((dealing) => ({ dealing, number: within(dealing, this.window) }))
      .filter(({ number }) => number > 0)
      .sort((a, b) => b.number - a.number);
    const list = counted.map(({ dealing, number }) =>
      element(
        "li",
        { class: `key ${dealing.quad_class ?? "statement"}` },
        this.sentence(dealing),
        element("span", { class: "number" }, ` ${number}`),
      ),
    );
    const details = element("div", { class: "told" });
    void this.tell(details, one, other, counted.map(({ dealing }) => dealing));
    return [
      this.head(this.reference(one), " — ", this.reference(other)),
      element("ul", { class: "dealings" }, ...list),
      element(
        "p",
        { class: "leads" },
        element("a", { href: address("/between", { a: short(one), b: short(other) }) }, this.words.between),
      ),
      details,
    ];
  }

  private head(...names: (Node | string)[]): HTMLElement {
    const close = element("button", { type: "button", class: "plain close", "aria-label": this.words.close }, "×");
    close.addEventListener("click", () => this.onChoice(null));
    return element("div", { class: "head" }, element("h2", {}, ...names), close);
  }

  private reference(id: string): HTMLElement {
    const { label, kind, page } = this.graph.getNodeAttributes(id);
    return element("a", { class: `ref ${kind}`, href: page }, label);
  }

  private sentence({ source, target, kind, mutual }: Dealing): string {
    const name = (id: string) => this.graph.getNodeAttribute(id, "label");
    const what = this.words.types[kind] ?? this.words.said;
    return `${name(source)} ${mutual ? "↔" : "→"} ${name(target)}: ${what}`;
  }

  /** The newest events and statements of two, with the sentences that they were read from. */
  private async tell(details: HTMLElement, one: string, other: string, dealings: Dealing[]): Promise<void> {
    const asked = this.asked;
    details.replaceChildren(element("p", { class: "quiet", role: "status" }, this.words.loading));
    const dates: Record<string, string> = this.window === null ? {} : { since: this.window[0], until: this.window[1] };
    const sides = dealings.filter((dealing) => toneOf(dealing) === "statement");
    const hasEvents = dealings.length > sides.length;
    const eventsQuery = { actor: short(one), counterpart: short(other), status: "actual", ...dates };
    const claimQueries = sides.map(({ source, target }) => ({ speaker: short(source), about: short(target), ...dates }));
    try {
      const [events, ...claims] = await Promise.all([
        hasEvents ? items<EventTold>("/api/v1/events", eventsQuery) : [],
        ...claimQueries.map((query) => items<ClaimTold>("/api/v1/claims", query)),
      ]);
      if (asked !== this.asked) return;
      details.replaceChildren();
      if (hasEvents) {
        details.append(
          element("h3", {}, this.words.events),
          ...events.map((told) => this.told(told, this.words.types[told.type] ?? told.type, told.start_date, `event ${told.quad_class}`)),
          element("p", { class: "leads" }, element("a", { href: address("/events", eventsQuery) }, this.words.all)),
        );
      }
      claims.forEach((some, side) => {
        const query = claimQueries[side];
        details.append(
          element("h3", {}, this.sentence(sides[side])),
          ...some.map((told) => this.told(told, null, told.stated_on, "said")),
          element("p", { class: "leads" }, element("a", { href: address("/claims", query) }, this.words.all)),
        );
      });
    } catch {
      if (asked === this.asked) details.replaceChildren(element("p", { class: "problem", role: "alert" }, this.words.failed));
    }
  }

  private told(told: EventTold | ClaimTold, what: string | null, day: string | null, kind: string): HTMLElement {
    const evidence = told.evidence[0];
    const where = evidence && element("a", { href: evidence.page }, evidence.article.publisher ?? evidence.article.title);
    const head = element("p", { class: what === null ? "words" : "what" }, element("a", { href: told.page }, what ?? ("text" in told ? told.text : "")));
    return element(
      "article",
      { class: `card ${kind}` },
      head,
      what !== null && evidence && element("p", { class: "context" }, ...marked(evidence)),
      element("p", { class: "quiet" }, day && `${this.date(day)} · `, where),
    );
  }

  private date(iso: string): string {
    const locale = document.documentElement.lang;
    const [year, month, day] = iso.split("-").map(Number);
    if (!month) return iso;
    const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", ...(day ? { day: "numeric" } : {}) };
    return new Date(year, month - 1, day || 1).toLocaleDateString(locale, options);
  }
}

function marked({ sentence, sentence_start: begin, start, end, text }: Evidence): Node[] {
  if (sentence === null || begin === null) return [element("mark", {}, text)];
  const points = [...sentence]; // offsets count code points
  const [from, to] = [start - begin, end - begin];
  return [
    document.createTextNode(points.slice(0, from).join("")),
    element("mark", {}, points.slice(from, to).join("")),
    document.createTextNode(points.slice(to).join("")),
  ];
}

async function items<T>(path: string, query: Record<string, string>): Promise<T[]> {
  const answer = await fetch(address(path, { ...query, limit: String(MOST_TOLD) }));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return ((await answer.json()) as { items: T[] }).items;
}

/** Where the network around an actor is, with the other choices as they are. */
function around(id: string): string {
  const parameters = new URLSearchParams(location.search);
  parameters.set("actor", short(id));
  return `/graph?${parameters}`;
}

function short(id: string): string {
  return id.replace(/^actor\//, "");
}
