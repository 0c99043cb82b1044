// An answer as bars: a column of names or dates, and a column of numbers.
import { drawn, element } from "../dom";
import { icon, isNumber, nameColumn, nameOf, pageOf, rowsOf, setup, type Results, type Row } from "./setup";

const MOST_BARS = 40;
const DATE = /^-?\d{4}(-\d\d){0,2}$/;

interface Chart {
  label: string;
  value: string;
}

export class ChartPlugin {
  priority = 4;
  label: string;
  private chosen: Partial<Chart> = {};

  constructor(private readonly yasr: Results) {
    this.label = setup().words.chart;
  }

  canHandleResults(): boolean {
    const { columns, rows } = rowsOf(this.yasr);
    return rows.length > 1 && numeric(columns, rows).length > 0 && columns.length > 1;
  }

  draw(): void {
    const { columns, rows } = rowsOf(this.yasr);
    const values = numeric(columns, rows);
    const value = values.includes(this.chosen.value ?? "") ? this.chosen.value! : values[values.length - 1];
    const labels = columns.filter((column) => column !== value);
    const named = labels.find((column) => !values.includes(column) && !labels.some((other) => nameColumn(column, [other])));
    const label = labels.includes(this.chosen.label ?? "") ? this.chosen.label! : (named ?? labels[0]);
    const drawing = rows.every((row) => DATE.test(row[label]?.value ?? "")) ? overTime : ranked;
    const pick = (words: string, of: keyof Chart, names: string[], chosen: string) =>
      element(
        "label",
        {},
        words,
        " ",
        element(
          "select",
          {
            onchange: ((event: Event) => {
              this.chosen[of] = (event.target as HTMLSelectElement).value;
              this.draw();
            }) as EventListener,
          },
          ...names.map((name) => element("option", { selected: name === chosen }, name)),
        ),
      );
    this.yasr.resultsEl.replaceChildren(
      element(
        "div",
        { class: "answer-chart" },
        element(
          "p",
          { class: "picks" },
          pick(setup().words.names, "label", labels, label),
          pick(setup().words.numbers, "value", values, value),
        ),
        drawing(rows, label, value),
      ),
    );
  }

  getIcon(): Element {
    return icon("M2 14V8h3v6zm4.5 0V2h3v12zM11 14V5h3v9z");
  }
}

function numeric(columns: string[], rows: Row[]): string[] {
  return columns.filter((column) => rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column])));
}

function ranked(rows: Row[], label: string, value: string): HTMLElement {
  const bars = rows
    .filter((row) => row[value])
    .map((row) => ({ term: row[label], number: Number(row[value]!.value) }))
    .sort((a, b) => b.number - a.number);
  const most = Math.max(...bars.map(({ number }) => number), 0) || 1;
  const items = bars.slice(0, MOST_BARS).map(({ term, number }) => {
    const name = term?.type === "uri" ? element("a", { href: pageOf(term.value) }, nameOf(term)) : element("span", {}, nameOf(term));
    const meter = element("meter", { max: most, value: Math.max(number, 0), "aria-hidden": "true" });
    return element("li", {}, name, meter, element("span", { class: "number" }, number.toLocaleString(document.documentElement.lang)));
  });
  const rest = bars.length > MOST_BARS ? setup().words.most.replace("{0}", String(MOST_BARS)).replace("{1}", String(bars.length)) : "";
  return element("div", {}, element("ul", { class: "ranked" }, ...items), element("p", { class: "quiet" }, rest));
}

function overTime(rows: Row[], label: string, value: string): HTMLElement {
  const sums = new Map<string, number>();
  for (const row of rows) {
    if (row[value]) sums.set(row[label]!.value, (sums.get(row[label]!.value) ?? 0) + Number(row[value]!.value));
  }
  const bars = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  const most = Math.max(...bars.map(([, number]) => number), 0) || 1;
  const [width, height, bottom] = [720, 240, 22];
  const step = width / bars.length;
  const every = Math.ceil(bars.length / 8);
  const shapes = bars.flatMap(([name, number], place) => {
    const high = ((height - bottom - 8) * Math.max(number, 0)) / most;
    const [x, y] = [place * step + step * 0.1, height - bottom - high];
    const title = drawn("title", {}, document.createTextNode(`${name}: ${number}`));
    const bar = drawn("rect", { class: "bar", x, y, width: Math.min(step * 0.8, 40), height: high }, title);
    const tick = drawn("text", { class: "tick", x, y: height - 6 }, document.createTextNode(name));
    return place % every === 0 ? [bar, tick] : [bar];
  });
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${value}, ${label}` }, ...shapes);
  const figure = element("figure", { class: "plot" });
  figure.append(svg);
  return figure;
}
