// The colours of the style sheet, for light or dark, as the canvas needs them.
import type { Tone } from "./model";

export interface Theme {
  ground: string;
  raised: string;
  ink: string;
  quiet: string;
  line: string;
  font: string;
  kinds: Record<string, string>;
  communities: string[];
  tones: Record<Tone, string>;
}

export function themeNow(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: colour("ground"),
    raised: colour("raised"),
    ink: colour("ink"),
    quiet: colour("quiet"),
    line: colour("line"),
    font: colour("sans"),
    kinds: { person: colour("person"), state: colour("state"), organisation: colour("organisation") },
    communities: Array.from({ length: 10 }, (_, number) => colour(`community-${number}`)),
    tones: {
      cooperation: colour("verbal-cooperation"),
      conflict: colour("verbal-conflict"),
      statement: mixed(colour("quiet"), colour("ground"), 0.55),
    },
  };
}

/** Calls back when the reader's system turns light or dark. */
export function onThemeChange(call: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call);
}

const known = new Map<string, string>();

/** A colour between two, each as #rrggbb. */
export function mixed(one: string, other: string, share: number): string {
  const key = `${one}${other}${share}`;
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = mix(one, other, share)));
  return found;
}

function mix(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((colour) => parseInt(colour.slice(at, at + 2), 16));
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
