import { expect, test } from "vitest";

import { LimitsBook } from "./limits-book";

test("a value left out keeps what was set, null clears it", () => {
  const book = new LimitsBook();
  book.put({ queue: "bull:mail", name: "send", slowMs: 5_000, stuckMs: 9_000 });
  book.put({ queue: "bull:mail", name: "send", slowMs: null });

  expect(book.list()).toEqual([
    { queue: "bull:mail", name: "send", slowMs: null, stuckMs: 9_000, muteUntilAtMs: null },
  ]);
});

test("clearing the last value removes the entry", () => {
  const book = new LimitsBook();
  book.put({ queue: "bull:mail", name: "__proto__", stuckMs: 9_000 });
  expect(book.of("bull:mail", "__proto__")?.stuckMs).toBe(9_000);
  book.put({ queue: "bull:mail", name: "__proto__", stuckMs: null });

  expect(book.list()).toEqual([]);
  expect(book.of("bull:mail", "__proto__")).toBeNull();
});

test("it stays bounded", () => {
  const book = new LimitsBook();
  for (let count = 0; count < 1_000; count += 1) book.put({ queue: "bull:mail", name: String(count), slowMs: 1_000 });

  expect(() => book.put({ queue: "bull:mail", name: "one more", slowMs: 1_000 })).toThrow("too-large");
});
