// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";

import ErrorPage from "./error";

// Next 16.4 calls it `retry`; the page took `reset`, so that its button did nothing.
test("the button of a broken page asks Next to try again", () => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const retry = vi.fn<() => void>();

  act(() => root.render(<ErrorPage error={Object.assign(new Error("broken"), { digest: "4711" })} retry={retry} />));
  act(() => place.querySelector("button")?.click());

  expect(retry).toHaveBeenCalledOnce();
  expect(place.textContent).toContain("Digest 4711");
});
