import { expect, test } from "vitest";

import { ApiError } from "@/lib/client/fetch-json";

import { shownView } from "./use-flow-view";

const gone = new ApiError({ code: "job-not-found", message: "", requestId: "r", status: 404 });
const away = new ApiError({ code: "redis-unavailable", message: "", requestId: "r", status: 503 });
const read = (data: string | undefined, error: Error | null = null) => ({ data, error });

/** A job that was failed and removed took the whole page with it for a moment: keys pressed then were lost. */
test("when the selected job goes, its last view stays until the flow without it is there", () => {
  expect(shownView(read("with it"), null)).toBe("with it");
  expect(shownView(read("with it", gone), read(undefined))).toBe("with it");
  expect(shownView(read("with it", gone), read("without it"))).toBe("without it");
});

test("a flow that has gone is not shown as it was; while Redis is away it is", () => {
  expect(shownView(read("flow", away), null)).toBe("flow");
  expect(shownView(read("flow", gone), null)).toBeUndefined();
  expect(shownView(read("flow", gone), read("flow", gone))).toBeUndefined();
  expect(shownView(read(undefined, gone), read(undefined))).toBeUndefined();
});
