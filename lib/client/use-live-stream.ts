import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { countOf } from "@/lib/core/job-label";
import { changeText } from "@/lib/core/view-changes";
import type { ViewChange } from "@/lib/core/view-changes";

import { LiveStream } from "./live-stream";
import { connKey } from "./queries";
import { changesSince, keepShown } from "./stream-changes";
import { readWishes } from "./stream-wishes";
import { tell } from "./tell";

const sleepAfterMs = 60_000;
const changesListed = 5;

/** Keeps the page live: one event stream per tab, asleep while nobody has looked for a minute. */
export function useLiveStream(conn: string, enabled: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!enabled) return undefined;
    const stream = new LiveStream(queryClient, conn);
    const end = stream.start();
    let sleep: ReturnType<typeof setTimeout> | undefined;
    let kept: ReturnType<typeof keepShown> | null = null;
    const onHidden = (): void => {
      kept = keepShown(readWishes(queryClient, conn).queries);
      stream.close("asleep");
    };
    const onShown = async (): Promise<void> => {
      const before = kept;
      kept = null;
      await queryClient.refetchQueries({ queryKey: connKey(conn), type: "active" });
      stream.open();
      if (before !== null) tellChanges(changesSince(queryClient, before));
    };
    const onVisibility = (): void => {
      clearTimeout(sleep);
      if (document.visibilityState === "hidden") sleep = setTimeout(onHidden, sleepAfterMs);
      else if (kept !== null) void onShown();
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearTimeout(sleep);
      end();
    };
  }, [conn, enabled, queryClient]);
}

function tellChanges(changes: readonly ViewChange[]): void {
  if (changes.length === 0) return;
  const more = changes.length - changesListed;
  const lines = [
    ...changes.slice(0, changesListed).map(changeText),
    ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : []),
  ];
  tell({
    kind: "news",
    text: `Updated — ${countOf(changes.length, "change")}`,
    description: lines.join("\n"),
    durationMs: 10_000,
  });
}
