// The time slider: how much there is in each month that has something, and two handles for the stretch that is shown.
import { drawn, element, filled } from "../dom";
import { type Graph, type Window } from "./model";

export interface SliderWords {
  from: string;
  to: string;
  play: string;
  pause: string;
  all: string;
  months: string;
}

const STEP = 650; // milliseconds of a step when it plays

export class TimeSlider {
  readonly element: HTMLElement;
  private readonly from: HTMLInputElement;
  private readonly to: HTMLInputElement;
  private readonly shown = element("output", { class: "span" });
  private readonly button: HTMLButtonElement;
  private readonly bars: SVGElement[];
  private timer: number | undefined;

  constructor(
    private readonly months: string[],
    graph: Graph,
    private readonly words: SliderWords,
    private readonly onChange: (window: Window) => void,
  ) {
    const last = months.length - 1;
    const handle = (label: string, value: number) =>
      element("input", { type: "range", min: 0, max: last, value, step: 1, "aria-label": label });
    this.from = handle(words.from, 0);
    this.to = handle(words.to, last);
    for (const input of [this.from, this.to]) input.addEventListener("input", () => this.moved(input));
    this.button = element("button", { type: "button", class: "plain", onclick: () => this.toggle() }, words.play);
    const counts = months.map((month) => {
      let found = 0;
      graph.forEachEdge((_, { dealings }) => {
        for (const dealing of dealings) found += dealing.months[month] ?? 0;
      });
      return found;
    });
    const most = Math.max(1, ...counts);
    this.bars = counts.map((count, place) =>
      drawn("rect", {
        x: place + 0.1,
        width: 0.8,
        y: 30 * (1 - Math.sqrt(count / most)),
        height: 30 * Math.sqrt(count / most),
      }),
    );
    const histogram = drawn(
      "svg",
      { viewBox: `0 0 ${months.length} 30`, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...this.bars,
    );
    const track = element("div", { class: "track" }, this.from, this.to);
    track.prepend(histogram);
    this.element = element("div", { class: "time" }, this.button, track, this.shown);
    this.tell();
  }

  /** The stretch that is chosen; null for all time. */
  get window(): Window {
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    return from === 0 && to === this.months.length - 1 ? null : [this.months[from], this.months[to]];
  }

  private moved(input: HTMLInputElement): void {
    this.stop();
    if (Number(this.from.value) > Number(this.to.value)) {
      if (input === this.from) this.to.value = this.from.value;
      else this.from.value = this.to.value;
    }
    this.tell();
    this.onChange(this.window);
  }

  private tell(): void {
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    const [first, last] = [this.name(this.months[from]), this.name(this.months[to])];
    this.from.setAttribute("aria-valuetext", first);
    this.to.setAttribute("aria-valuetext", last);
    this.shown.textContent = this.window === null ? filled(this.words.all, first, last) : first === last ? first : `${first} – ${last}`;
    this.bars.forEach((bar, place) => bar.classList.toggle("in", place >= from && place <= to));
    // The handle that can still move lies on top.
    this.from.classList.toggle("above", from > (this.months.length - 1) / 2);
  }

  /** As people write it: April 2022. */
  private name(month: string): string {
    const name = this.words.months.split(",")[Number(month.slice(5)) - 1];
    return name ? `${name} ${month.slice(0, 4)}` : month;
  }

  private toggle(): void {
    if (this.timer !== undefined) {
      this.stop();
      return;
    }
    this.button.textContent = this.words.pause;
    const last = this.months.length - 1;
    const whole = this.window === null || Number(this.to.value) === last;
    const length = whole ? Math.max(0, Math.round(this.months.length / 12) - 1) : Number(this.to.value) - Number(this.from.value);
    if (whole) this.set(0, length);
    this.timer = window.setInterval(() => {
      const to = Number(this.to.value);
      if (to >= last) this.stop();
      else this.set(to + 1 - length, to + 1);
    }, STEP);
  }

  private set(from: number, to: number): void {
    this.from.value = String(Math.max(from, 0));
    this.to.value = String(to);
    this.tell();
    this.onChange(this.window);
  }

  private stop(): void {
    window.clearInterval(this.timer);
    this.timer = undefined;
    this.button.textContent = this.words.play;
  }
}

