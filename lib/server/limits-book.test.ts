import { expect, test } from "vitest";

import { MemoryStore } from "@/lib/store/memory-store";

import { LimitsBook } from "./limits-book";

function openBook(clock = { ms: 1_000 }) {
  const now = () => clock.ms;
  const store = new MemoryStore({ now });
  return { store, book: new LimitsBook({ store, now }), another: new LimitsBook({ store, now }) };
}

test("a value left out keeps what was set, null clears it", () => {
  const { book } = openBook();
  book.put({ queue: "bull:mail", name: "send", slowMs: 5_000, stuckMs: 9_000 });
  book.put({ queue: "bull:mail", name: "send", slowMs: null });

  expect(book.list()).toEqual([
    { queue: "bull:mail", name: "send", slowMs: null, stuckMs: 9_000, muteUntilAtMs: null },
  ]);
});

test("clearing the last value removes the entry", () => {
  const { book } = openBook();
  book.put({ queue: "bull:mail", name: "__proto__", stuckMs: 9_000 });
  expect(book.of("bull:mail", "__proto__")?.stuckMs).toBe(9_000);
  book.put({ queue: "bull:mail", name: "__proto__", stuckMs: null });

  expect(book.list()).toEqual([]);
  expect(book.of("bull:mail", "__proto__")).toBeNull();
});

test("it stays bounded", () => {
  const { book } = openBook();
  for (let count = 0; count < 1_000; count += 1) book.put({ queue: "bull:mail", name: String(count), slowMs: 1_000 });

  expect(() => book.put({ queue: "bull:mail", name: "one more", slowMs: 1_000 })).toThrow("too-large");
});

test("what one process sets another takes over", async () => {
  const { book, another } = openBook();
  book.put({ queue: "bull:mail", name: "send", slowMs: 5_000 });
  book.put({ queue: "bull:mail", name: "gone", slowMs: 5_000 });
  book.put({ queue: "bull:mail", name: "gone", slowMs: null });

  await another.refresh();

  expect(another.list()).toEqual(book.list());
  expect(another.list()).toHaveLength(1);
});

test("a mute is over at its instant", () => {
  const clock = { ms: 1_000 };
  const { book } = openBook(clock);
  book.put({ queue: "bull:mail", name: "send", muteUntilAtMs: 2_000 });
  expect(book.isMuted("bull:mail", "send")).toBe(true);

  clock.ms = 2_000;

  expect(book.isMuted("bull:mail", "send")).toBe(false);
  expect(book.list()).toEqual([]);
});
