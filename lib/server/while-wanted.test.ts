import { expect, test } from "vitest";

import { whileWanted } from "./while-wanted";

test("shared work is wanted until the last of those who wait for it has gone", async () => {
  const place = {};
  const [first, second] = [new AbortController(), new AbortController()];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let isWanted = () => false;
  const both = Promise.all(
    [first, second].map(({ signal }) =>
      whileWanted(place, "find", signal, (wanted) => {
        isWanted = wanted;
        return finished;
      }),
    ),
  );

  expect(isWanted()).toBe(true);
  first.abort();
  expect(isWanted()).toBe(true);
  second.abort();
  expect(isWanted()).toBe(false);
  finish();
  await both;
});
