import { expect, test } from "vitest";

import { apiJobPath, decodePageParam, flowHref, jobHref, readJobParam, readSel, writeSel } from "./links";

const root = { queue: "bull:orders", id: "9912" };

test("a flow's address names its root, and the selected job, panel and scope", () => {
  const sel = { queue: "bull:pay/ments", id: "7 7" };

  expect(flowHref("default", root, { sel, panel: "why", scope: "path" })).toBe(
    "/c/default/flows/bull%3Aorders/9912?sel=bull%253Apay%252Fments%2F7%25207&panel=why&scope=path",
  );
});

test.each(["", ".", "..", "_"])("the id %j goes as a query, because it can't be a path segment", (id) => {
  expect(jobHref("default", { queue: "q", id })).toBe(`/c/default/j/q/_?job=${id}`);
  expect(apiJobPath("default", { queue: "q", id }, "data")).toBe(`/api/c/default/jobs/q/_/data?job=${id}`);
});

test.each(["repeat:x:1", "a/b", "ключ", "100%", "<b>"])("the id %j comes back from its address", (id) => {
  const path = jobHref("default", { queue: "q", id }).split("/");

  expect(decodePageParam(path.at(-1) ?? "")).toBe(id);
  expect(readSel(new URLSearchParams({ sel: writeSel({ queue: "b:q/r", id }) }).get("sel"))).toEqual({
    queue: "b:q/r",
    id,
  });
});

test.each([null, "", "/x", "q", "%zz/1"])("%j selects no job", (sel) => {
  expect(readSel(sel)).toBeNull();
});

test("a parameter that is no valid encoding stays as it is", () => {
  expect(decodePageParam("100%")).toBe("100%");
});

test.each(["", ".", "..", "_", "_/_", "a?b#c", "100%", "🦊"])(
  "a page finds the id %j in the address that was made for it",
  (id) => {
    const url = new URL(flowHref("default", { queue: "b:q", id }), "http://localhost");
    const param = url.pathname.split("/").at(-1) ?? "";

    expect(readJobParam(param, url.searchParams.get("job") ?? undefined)).toBe(id);
  },
);
