import { expect, test } from "vitest";

import { RestartWatch } from "./restart-watch";

function watched(...runIds: readonly (string | null | Error)[]) {
  const world = { nowMs: Date.UTC(2026, 0, 1, 3, 4, 5) };
  const left = [...runIds];
  const readRunId = async () => {
    const next = left.shift() ?? null;
    if (next instanceof Error) throw next;
    return next;
  };
  return { world, watch: new RestartWatch({ readRunId, now: () => world.nowMs }) };
}

test("another run of Redis is told with the time since which it answers, for a quarter of an hour", async () => {
  const { world, watch } = watched("a", "b");
  await watch.look();
  expect(watch.warnings()).toEqual([]);
  await watch.look();
  expect(watch.warnings()).toEqual([{ code: "restarted", text: expect.stringContaining("since 03:04:05 UTC") }]);
  world.nowMs += 15 * 60_000 + 1;
  expect(watch.warnings()).toEqual([]);
});

test.each([
  ["the same run that was away", ["a", "a"]],
  ["a Redis that does not say which run it is", ["a", null]],
  ["a Redis that goes away again at once", ["a", new Error("gone")]],
  ["the first Redis that is seen", [null, "a"]],
])("%s is not called restarted", async (_, runIds) => {
  const { watch } = watched(...runIds);
  for (const _look of runIds) await watch.look();
  expect(watch.warnings()).toEqual([]);
});
