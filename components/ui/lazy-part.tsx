"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { ComponentType, ReactNode } from "react";

import { afterFirstLook } from "./first-look";

type Code<Props> =
  | { readonly kind: "unasked" | "loading" }
  | { readonly kind: "loaded"; readonly Part: ComponentType<Props> }
  | { readonly kind: "failed"; readonly error: unknown };

type Options<Props> = {
  readonly whileLoading?: ReactNode;
  /** Without it the boundary around the part says so; its Retry loads again. */
  readonly failed?: (retry: () => void, props: Props) => ReactNode;
};

export type LazyPart<Props> = ((props: Props) => ReactNode) & { readonly preload: () => Promise<void> };

/**
 * A part of a page whose code is no part of the first load: it is loaded when it is first shown, or before by `preload`,
 * and then shows at once. Code that could not be loaded is asked for again, which React's `lazy` never does.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { whileLoading = null, failed }: Options<Props> = {},
): LazyPart<Props> {
  const code = loadedCode(load);
  function Part(props: Props): ReactNode {
    const state = useSyncExternalStore(code.subscribe, code.now, code.onServer);
    useEffect(() => void code.load(), []);
    if (state.kind === "loaded") return <state.Part {...props} />;
    if (state.kind !== "failed") return whileLoading;
    if (failed === undefined) throw state.error;
    return failed(() => void code.load(), props);
  }
  return Object.assign(Part, { preload: code.load });
}

/** Loads a part that is shown later once the page has shown what it was opened for, and has time. */
export function usePreload({ preload }: { readonly preload: () => Promise<void> }): void {
  useEffect(() => afterFirstLook(() => void preload()), [preload]);
}

function loadedCode<Props>(load: () => Promise<ComponentType<Props>>) {
  const unasked: Code<Props> = { kind: "unasked" };
  const shownBy = new Set<() => void>();
  let state: Code<Props> = unasked;
  const set = (next: Code<Props>): void => {
    state = next;
    for (const listener of shownBy) listener();
  };
  return {
    now: (): Code<Props> => state,
    onServer: (): Code<Props> => unasked,
    subscribe: (listener: () => void) => {
      shownBy.add(listener);
      return () => {
        shownBy.delete(listener);
        if (shownBy.size === 0 && state.kind === "failed") state = unasked;
      };
    },
    load: async (): Promise<void> => {
      if (state.kind === "loading" || state.kind === "loaded") return;
      set({ kind: "loading" });
      try {
        set({ kind: "loaded", Part: await load() });
      } catch (error) {
        // Nobody waits for it: who shows the part asks again.
        set(shownBy.size === 0 ? unasked : { kind: "failed", error });
      }
    },
  };
}
