// Makes ../static/built from what stands here: the scripts and style sheets of the pages, the outlines of the world, and
// the licences of all that went into them. manifest.json, which is written last, names the files by what they are for.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { world } from "./outlines.mjs";

const ENTRIES = ["src/graph.ts", "src/layout.worker.ts", "src/query.ts"];
const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "../static/built");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const { metafile } = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ENTRIES,
  outdir: target,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true, // what only some answers need (the network) is loaded when they do
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none", // THIRD_PARTY.txt has the licences, whole
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
  if (!entryPoint || !ENTRIES.includes(entryPoint)) continue;
  const name = basename(entryPoint, ".ts");
  manifest[`${name}.js`] = basename(path);
  if (cssBundle) manifest[`${name}.css`] = basename(cssBundle);
}
const outlines = world();
const mark = createHash("sha256").update(outlines).digest("hex").slice(0, 8);
manifest["world.svg"] = `world-${mark}.svg`;
writeFileSync(join(target, manifest["world.svg"]), outlines);
writeFileSync(join(target, "THIRD_PARTY.txt"), licences());
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2));

/** The licence of every package that the lock file names, those that only build or describe types aside. */
function licences() {
  const { packages } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  const parts = ["What the files beside this one are made of, and its licences.\n"];
  for (const [path, { version, license, dev, optional }] of Object.entries(packages)) {
    if (!path || dev || optional || path === "node_modules/esbuild") continue;
    const folder = join(here, path);
    const texts = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
    const name = path.replace(/^.*node_modules\//, "");
    parts.push(`${"=".repeat(80)}\n${name} ${version} (${license ?? "see below"})\n`);
    if (texts.length === 0) parts.push("(The package has no text of its licence.)\n");
    for (const text of texts) parts.push(readFileSync(join(folder, text), "utf8").trim() + "\n");
  }
  return parts.join("\n");
}
