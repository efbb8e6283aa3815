import { expect, test } from "vitest";

import { toFlowFilter } from "./flow-filter";

test.each([
  ["", { state: "all", queue: null, q: null }],
  ["state=blocked&queue=a%3Ab%3Amail&q=77", { state: "blocked", queue: "a:b:mail", q: "77" }],
  ["state=constructor&queue=&q=%20%20", { state: "all", queue: null, q: null }],
])("the address ?%s names its list of flows", (search, filter) => {
  const params = new URLSearchParams(search);

  expect(toFlowFilter((name) => params.get(name))).toEqual(filter);
});
