// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";

import type { Severity } from "@/lib/core/cause";
import type { Culprit } from "@/lib/core/diagnosis";
import { buildCulprit } from "@/lib/testing/build-culprit";

import { useSteadyRows } from "./use-steady-rows";
import type { SteadyRows } from "./use-steady-rows";

test("a row that becomes worse keeps its section while its menu or dialog is open, and then moves", () => {
  const { list, show, wait } = showList([rowOf("1", "suspect")]);
  act(() => list().hold("focus"));
  show([rowOf("1", "stuck"), rowOf("2", "stuck")]);
  // The focus leaves the row for its menu, and the menu for the dialog that it opens.
  act(() => list().release("focus"));
  act(() => list().hold("dialog"));
  wait();

  expect(sectionsOf(list())).toEqual([["1", "suspect"]]);
  expect(list().held).toBe(1);

  act(() => list().release("dialog"));
  wait();

  expect(sectionsOf(list())).toEqual([
    ["1", "stuck"],
    ["2", "stuck"],
  ]);
});

test("new rows are let in on demand, while the pointer still is in the list", () => {
  const { list, show, wait } = showList([rowOf("1", "stuck")]);
  act(() => list().hold("pointer"));
  show([rowOf("2", "stuck"), rowOf("1", "stuck")]);

  act(() => list().showAll());
  wait();

  expect(sectionsOf(list())).toEqual([
    ["2", "stuck"],
    ["1", "stuck"],
  ]);
});

function rowOf(id: string, severity: Severity): Culprit {
  return buildCulprit({ job: { queue: "bull:mail", id, name: null }, severity });
}

function sectionsOf({ rows, sectionOf }: SteadyRows) {
  return rows.map((row) => [row.job.id, sectionOf(row)]);
}

function showList(first: readonly Culprit[]) {
  vi.useFakeTimers();
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  const seen: SteadyRows[] = [];
  function List({ culprits }: { readonly culprits: readonly Culprit[] }) {
    seen.push(useSteadyRows(culprits));
    return null;
  }
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  onTestFinished(() => {
    act(() => root.unmount());
    vi.useRealTimers();
  });
  const show = (culprits: readonly Culprit[]) => act(() => root.render(<List culprits={culprits} />));
  show(first);
  const list = (): SteadyRows => {
    const last = seen.at(-1);
    if (last === undefined) throw new Error("The list was not drawn.");
    return last;
  };
  const wait = (): void =>
    act(() => {
      vi.runAllTimers();
    });
  return { list, show, wait };
}
