"use client";

import { useEffect } from "react";

import { isKeyForPage } from "@/lib/client/is-key-for-page";

/**
 * `j`, `k` and the arrows move the focus between the rows of the page (`data-row`), `/` goes to its filter
 * (`data-filter`). They rest while something is typed, a dialog is open or single keys are turned off.
 */
export function useRowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isKeyForPage(event)) return;
      if (event.key === "/") return act(event, document.querySelector<HTMLElement>("[data-filter]"));
      const step = steps.get(event.key);
      if (step === undefined) return;
      if (event.key.startsWith("Arrow") && !isRow(document.activeElement)) return;
      act(event, nextRow(step));
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

const steps: ReadonlyMap<string, 1 | -1> = new Map([
  ["j", 1],
  ["ArrowDown", 1],
  ["k", -1],
  ["ArrowUp", -1],
]);

function act(event: KeyboardEvent, target: HTMLElement | null): void {
  if (target === null) return;
  event.preventDefault();
  target.focus();
}

function nextRow(step: 1 | -1): HTMLElement | null {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.offsetParent !== null);
  const index = rows.findIndex((row) => row === document.activeElement);
  if (index < 0) return rows[step === 1 ? 0 : rows.length - 1] ?? null;
  return rows[index + step] ?? null;
}

function isRow(element: Element | null): boolean {
  return element !== null && element.matches("[data-row]");
}
