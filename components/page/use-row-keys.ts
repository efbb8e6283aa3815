"use client";

import { useEffect, useRef } from "react";

import { copyText } from "@/lib/client/copy-text";
import { isKeyForPage } from "@/lib/client/is-key-for-page";

type RowKeys = {
  /** Copies the focused row's text for an incident channel; its name is the value of `data-row`. */
  readonly onIncident?: (row: string) => void;
};

/**
 * `j`, `k` and the arrows move the focus between the rows of the page (`data-row`), `Home` and `End` to the first and
 * last, `.` opens the focused row's menu, `y` copies its link, `/` goes to the page's filter (`data-filter`). They rest
 * while something is typed, a dialog is open or single keys are turned off.
 */
export function useRowKeys({ onIncident }: RowKeys = {}): void {
  const incident = useRef(onIncident);
  useEffect(() => {
    incident.current = onIncident;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isKeyForPage(event)) return;
      const row = focusedRow();
      const act = actionOf(event.key, row, incident.current);
      if (act === null) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

type Act = () => void;

function actionOf(key: string, row: HTMLElement | null, onIncident: RowKeys["onIncident"]): Act | null {
  switch (key) {
    case "/":
      return focusing(document.querySelector<HTMLElement>("[data-filter]"));
    case "j":
      return focusing(rowBeside(row, 1));
    case "k":
      return focusing(rowBeside(row, -1));
    case "y":
      return () => void copyText(row instanceof HTMLAnchorElement ? row.href : window.location.href, "Link copied");
    default:
      return row === null ? null : rowAction(key, row, onIncident);
  }
}

/** What only a row that has the focus does. */
function rowAction(key: string, row: HTMLElement, onIncident: RowKeys["onIncident"]): Act | null {
  switch (key) {
    case "ArrowDown":
      return focusing(rowBeside(row, 1));
    case "ArrowUp":
      return focusing(rowBeside(row, -1));
    case "Home":
      return focusing(rowsOnPage().at(0) ?? null);
    case "End":
      return focusing(rowsOnPage().at(-1) ?? null);
    case ".":
      return openingMenu(row);
    case "Y":
      return onIncident === undefined ? null : () => onIncident(row.dataset["row"] ?? "");
    default:
      return null;
  }
}

function focusing(target: HTMLElement | null): Act | null {
  return target === null ? null : () => target.focus();
}

/** Radix opens a menu by its trigger's Enter key, not by a click. */
function openingMenu(row: HTMLElement): Act | null {
  const trigger = row.closest("li, [role=row]")?.querySelector<HTMLElement>("[aria-haspopup=menu]") ?? null;
  if (trigger === null || trigger.offsetParent === null) return null;
  return () => {
    trigger.focus();
    trigger.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  };
}

function rowBeside(row: HTMLElement | null, step: 1 | -1): HTMLElement | null {
  const rows = rowsOnPage();
  const index = row === null ? -1 : rows.indexOf(row);
  if (index < 0) return rows.at(step === 1 ? 0 : -1) ?? null;
  return rows[index + step] ?? null;
}

function rowsOnPage(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.offsetParent !== null);
}

/** Or the row around what has it: a menu or a dialog gives the focus back to the row's button, and `j` goes on from there. */
function focusedRow(): HTMLElement | null {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.matches("[data-row]")) return focused;
  const around = focused?.closest("li, [role=row]") ?? null;
  return around === null ? null : (rowsOnPage().find((row) => around.contains(row)) ?? null);
}
