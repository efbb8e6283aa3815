import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { places } from "./places";

const chordMs = 1_000;

/** ⌘K or Ctrl+K finds a job; `g` and then a letter goes to a page. Typing in a field is left alone. */
export function useShellKeys(conn: string, setFinding: (open: boolean) => void): void {
  const router = useRouter();
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setFinding(true);
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const place = event.timeStamp - gAt < chordMs ? places.find(({ key }) => key === event.key) : undefined;
      gAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      router.push(place.href(conn));
    };
    // Captured, so that the second key of a chord does not also reach the page's own keys.
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [conn, router, setFinding]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
