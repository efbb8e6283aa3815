// @vitest-environment happy-dom
import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";

import { PageReady } from "@/components/page/page-ready";

import { Rail } from "./rail";

// Its answers came before the page inside was hydrated, stood in the cache newer than the page's HTML, and React threw
// the whole page away (error 418).
test("the rail asks for nothing before the page inside it is hydrated", () => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  // Offline, a query that would ask waits instead.
  onlineManager.setOnline(false);
  const queryClient = new QueryClient();
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  onTestFinished(() => {
    act(() => root.unmount());
    onlineManager.setOnline(true);
  });
  const asked = () => queryClient.getQueryCache().findAll({ fetchStatus: "paused" }).length;
  const frame = (page: ReactNode) => (
    <QueryClientProvider client={queryClient}>
      <Rail conn="default" place="triage" narrow={false} health={null} />
      {page}
    </QueryClientProvider>
  );

  act(() => root.render(frame(null)));
  expect(asked()).toBe(0);

  act(() => root.render(frame(<PageReady />)));
  expect(asked()).toBe(3);
});
