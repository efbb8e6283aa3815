"use client";

import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";

const marginPx = 200;

/** Whether an element is on screen or nearly so: what costs a request of its own waits until then. */
export function useInView<T extends Element>(): readonly [RefObject<T | null>, boolean] {
  const ref = useRef<T>(null);
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (ref.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? false), {
      rootMargin: `${marginPx}px`,
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, inView];
}
