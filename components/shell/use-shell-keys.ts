import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { isKeyForPage } from "@/lib/client/is-key-for-page";
import { liveSwitch } from "@/lib/client/live-switch";
import { setPaused } from "@/lib/client/set-paused";

import { places } from "./places";

const chordMs = 1_000;

/** ⌘K or Ctrl+K finds a job, `g` and then a letter goes to a page, the space bar pauses and resumes live data. */
export function useShellKeys(conn: string, setFinding: (open: boolean) => void): void {
  const router = useRouter();
  const queryClient = useQueryClient();
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY;
    const act = (event: KeyboardEvent): boolean => {
      if (event.key === " " && !isOnControl(event.target)) {
        setPaused(queryClient, conn, !liveSwitch.isPaused());
        return true;
      }
      const place = event.timeStamp - gAt < chordMs ? places.find(({ key }) => key === event.key) : undefined;
      gAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place !== undefined) router.push(place.href(conn));
      return place !== undefined;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const finds = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      if (finds) setFinding(true);
      else if (!isKeyForPage(event) || !act(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Captured, so that the second key of a chord does not also reach the page's own keys.
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [conn, queryClient, router, setFinding]);
}

/** Where the space bar has a meaning of its own. */
function isOnControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("a, button, input, label, summary, [role=treegrid], [role=radiogroup]") !== null
  );
}
