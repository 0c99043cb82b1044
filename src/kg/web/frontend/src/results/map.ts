// An answer as points on a map: columns of latitude and longitude, or a column of points in WKT.
import { drawn, element } from "../dom";
import { icon, isNumber, nameColumn, nameOf, pageOf, rowsOf, setup, type Results, type Row, type Term } from "./setup";

const GRID = 20; // steps of a degree in the file of the outlines
const LATITUDE = /^lat(itude)?$/i;
const LONGITUDE = /^(lon|lng|long|longitude)$/i;
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*$/i;
const MARGIN = 1.3;
const LEAST = 16; // degrees that are shown at least

interface Point {
  latitude: number;
  longitude: number;
  name: string;
  page: string | null;
}

export class MapPlugin {
  priority = 5;
  label: string;

  constructor(private readonly yasr: Results) {
    this.label = setup().words.map;
  }

  canHandleResults(): boolean {
    return this.points().length > 0;
  }

  draw(): void {
    const points = this.points();
    const latitudes = points.map(({ latitude }) => latitude);
    const longitudes = points.map(({ longitude }) => longitude);
    const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
    const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
    // Degrees of longitude are as long as in the middle of what is shown.
    const narrow = Math.max(Math.cos((((south + north) / 2) * Math.PI) / 180), 0.2);
    const width = Math.max((east - west) * narrow * MARGIN, (north - south) * 2 * MARGIN, LEAST * 2) * GRID;
    const height = width / 2;
    const [x, y] = [((west + east) / 2) * narrow * GRID - width / 2, (-(south + north) / 2) * GRID - height / 2];
    const outline = (part: string) => {
      const shape = drawn("use", { class: part, href: `${setup().world}#${part}` });
      return drawn("g", { transform: `scale(${narrow} 1)` }, shape);
    };
    const marks = points.map(({ latitude, longitude, name, page }) => {
      const title = drawn("title", {}, document.createTextNode(name));
      const dot = drawn("circle", { cx: longitude * narrow * GRID, cy: -latitude * GRID }, title);
      return page ? drawn("a", { href: page }, dot) : dot;
    });
    const svg = drawn(
      "svg",
      { class: "map", "font-size": width / 70, viewBox: `${x} ${y} ${width} ${height}`, role: "group", "aria-label": setup().words.map },
      outline("land"),
      outline("borders"),
      ...marks,
    );
    const holder = element("figure", { class: "place-map" });
    holder.append(svg);
    this.yasr.resultsEl.replaceChildren(holder);
  }

  getIcon(): Element {
    return icon("M8 1a5 5 0 0 0-5 5c0 4 5 9 5 9s5-5 5-9a5 5 0 0 0-5-5zm0 7a2 2 0 1 1 0-4 2 2 0 0 1 0 4z");
  }

  private points(): Point[] {
    const { columns, rows } = rowsOf(this.yasr);
    const [latitude, longitude] = [columns.find((name) => LATITUDE.test(name)), columns.find((name) => LONGITUDE.test(name))];
    const wkt = columns.find((name) => rows.some((row) => POINT.test(row[name]?.value ?? "")));
    const found = rows.flatMap((row): Point[] => {
      let place: [number, number] | null = null;
      if (latitude && longitude && isNumber(row[latitude]) && isNumber(row[longitude])) {
        place = [Number(row[latitude]!.value), Number(row[longitude]!.value)];
      } else if (wkt) {
        const match = POINT.exec(row[wkt]?.value ?? "");
        if (match) place = [Number(match[2]), Number(match[1])];
      }
      if (!place || Math.abs(place[0]) > 90 || Math.abs(place[1]) > 180) return [];
      const others = columns.filter((name) => name !== latitude && name !== longitude && name !== wkt && row[name]);
      return [{ latitude: place[0], longitude: place[1], ...named(row, others) }];
    });
    return found;
  }
}

function named(row: Row, columns: string[]): { name: string; page: string | null } {
  const thing = columns.find((column) => row[column]!.type === "uri");
  const label = (thing && nameColumn(thing, columns)) ?? columns.find((column) => row[column]!.type !== "uri" && !isNumber(row[column]));
  const rest = columns.filter((column) => column !== label && row[column]!.type !== "uri").map((column) => row[column]!.value);
  const name = nameOf((label ? row[label] : thing ? row[thing] : undefined) as Term | undefined);
  return { name: [name, ...rest].filter(Boolean).join(" · "), page: thing ? pageOf(row[thing]!.value) : null };
}
