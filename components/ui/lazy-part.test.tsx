// @vitest-environment happy-dom
import { act } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";

import { PanelBoundary } from "@/components/inspector/panel-boundary";

import { lazyPart } from "./lazy-part";

type Hello = { readonly name: string };

const load = () => Promise.resolve(({ name }: Hello) => <p>Hello {name}</p>);
function failsFirst(): typeof load {
  let asked = 0;
  return () => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error("Loading chunk 7 failed.")) : load();
  };
}

test("what was loaded before is there when it is first shown", async () => {
  const Part = lazyPart<Hello>(load);
  await Part.preload();

  const { place } = await show(<Part name="you" />);

  expect(place.textContent).toBe("Hello you");
});

test("code that could not be loaded is asked for again, in place of the part", async () => {
  const Part = lazyPart<Hello>(failsFirst(), {
    failed: (retry, { name }) => <button onClick={retry}>Load for {name}</button>,
  });
  const { place, press } = await show(<Part name="you" />);
  expect(place.textContent).toBe("Load for you");

  await press();

  expect(place.textContent).toBe("Hello you");
});

test("a panel whose code could not be loaded says so, and its Retry loads it", async () => {
  // React tells the console of what a boundary takes.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const Part = lazyPart<Hello>(failsFirst());
  const { place, press } = await show(
    <PanelBoundary>
      <Part name="you" />
    </PanelBoundary>,
  );
  expect(place.textContent).toContain("This panel could not be shown.");

  await press();

  expect(place.textContent).toBe("Hello you");
});

test("code that could not be loaded in advance is no failure: it is loaded when the part is shown", async () => {
  const Part = lazyPart<Hello>(failsFirst(), { whileLoading: "…" });
  await Part.preload();

  const { place } = await show(<Part name="you" />);

  expect(place.textContent).toBe("Hello you");
});

async function show(part: ReactNode) {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  await act(async () => root.render(part));
  return { place, press: () => act(async () => place.querySelector("button")?.click()) };
}
