import { expect, test } from "vitest";

import { activityParams, noActivityFilter, toActivityFilter } from "./activity-filter";

const read = (query: string) => {
  const params = new URLSearchParams(query);
  return toActivityFilter((name) => params.get(name));
};

test("an address says which entries are asked for", () => {
  const filter = read("what=fail&result=refused&within=24h&queue=bull:mail&job=7&who=ann&operation=o&q=hangs");

  expect(activityParams(filter, 86_400_001)).toEqual({
    ...{ what: "fail", result: "refused", queue: "bull:mail", job: "7", who: "ann", operation: "o", q: "hangs" },
    sinceAtMs: 1,
  });
});

test("what an address says in no known way counts as not said", () => {
  expect(read("what=explode&result=&within=9y&q=%20")).toEqual(noActivityFilter);
  expect(activityParams(noActivityFilter, 5)).toEqual({});
});
