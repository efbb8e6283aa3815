import type { QueryClient } from "@tanstack/react-query";

import { liveSwitch } from "./live-switch";
import { connKey } from "./queries";

/** Pauses or resumes live data; resumed, everything of the connection on screen is read again at once. */
export function setPaused(queryClient: QueryClient, conn: string, paused: boolean): void {
  liveSwitch.set(paused);
  resetTimers(queryClient);
  if (!paused) void queryClient.invalidateQueries({ queryKey: connKey(conn) });
}

/** A timer that runs already asks about the pause only after its next answer; this makes it ask now. */
export function resetTimers(queryClient: QueryClient): void {
  for (const query of queryClient.getQueryCache().findAll({ type: "active" }))
    for (const observer of query.observers) observer.setOptions({ ...observer.options });
}
