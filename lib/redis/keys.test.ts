import { expect, test } from "vitest";

import { jobHashKey, jobPartKey, queueKey } from "./keys";

test("spells the keys of queues and jobs as BullMQ does, whatever colons the prefix and the id hold", () => {
  const ref = { queue: "a:b:mail", id: "repeat:nightly:1795408454482" };
  expect(queueKey("{shop}:orders", "waiting-children")).toBe("{shop}:orders:waiting-children");
  expect(jobHashKey(ref)).toBe("a:b:mail:repeat:nightly:1795408454482");
  expect(jobPartKey(ref, "lock")).toBe("a:b:mail:repeat:nightly:1795408454482:lock");
});
