"use client";

import { createContext, useContext } from "react";

const FrozenContext = createContext(false);

/** What stands in it shows an instant of the past: nothing of it is asked for again, and nothing can be done to it. */
export const Frozen = FrozenContext.Provider;

export function useIsFrozen(): boolean {
  return useContext(FrozenContext);
}
