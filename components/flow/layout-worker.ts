import { layoutTree } from "@/lib/graph/layout-tree";

import type { LayoutRequest } from "./lay-out";

self.addEventListener("message", ({ data }: MessageEvent<LayoutRequest>) => {
  self.postMessage({ id: data.id, positions: layoutTree(data.shape) });
});
