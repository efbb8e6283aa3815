import type { Positions, TreeShape } from "@/lib/graph/layout-tree";

export type LayoutRequest = { readonly id: number; readonly shape: TreeShape };
type LayoutAnswer = { readonly id: number; readonly positions: Positions };
type Waiting = {
  readonly shape: TreeShape;
  readonly done: (positions: Positions) => void;
  readonly failed: (error: unknown) => void;
};

const waiting = new Map<number, Waiting>();
let lastId = 0;
/** `undefined`: not tried yet; `null`: this browser makes none. */
let worker: Worker | null | undefined;

/** Computes positions off the main thread; on it where no worker can be made. */
export function layOut(shape: TreeShape): Promise<Positions> {
  worker = worker === undefined ? openWorker() : worker;
  const { promise, resolve, reject } = withResolvers<Positions>();
  lastId += 1;
  waiting.set(lastId, { shape, done: resolve, failed: reject });
  if (worker === null) void layOutHere(lastId);
  else worker.postMessage({ id: lastId, shape } satisfies LayoutRequest);
  return promise;
}

function openWorker(): Worker | null {
  if (typeof Worker === "undefined") return null;
  try {
    const opened = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    opened.addEventListener("message", ({ data }: MessageEvent<LayoutAnswer>) => {
      waiting.get(data.id)?.done(data.positions);
      waiting.delete(data.id);
    });
    // A worker that a policy or a proxy keeps from loading says so here, not when it is made.
    opened.addEventListener("error", () => {
      opened.terminate();
      worker = null;
      for (const id of waiting.keys()) void layOutHere(id);
    });
    return opened;
  } catch {
    // safe because the same layout runs on the main thread then
    return null;
  }
}

async function layOutHere(id: number): Promise<void> {
  const one = waiting.get(id);
  waiting.delete(id);
  if (one === undefined) return;
  try {
    const { layoutTree } = await import("@/lib/graph/layout-tree");
    one.done(layoutTree(one.shape));
  } catch (error) {
    one.failed(error);
  }
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
