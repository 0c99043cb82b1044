// Parts of libraries that come without types.
declare module "graphology-layout-forceatlas2/iterate" {
  export default function iterate(settings: object, nodes: Float32Array, edges: Float32Array): object;
}
declare module "graphology-layout-forceatlas2/defaults" {
  const defaults: object;
  export default defaults;
}
declare module "graphology-layout-noverlap/iterate" {
  export default function iterate(settings: object, nodes: Float32Array): { converged: boolean };
}
declare module "*.css";
