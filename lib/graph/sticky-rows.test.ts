import { expect, test } from "vitest";

import { stickyRows } from "./sticky-rows";

/** root · a · a1 · a2 · a3 · b · b1 */
const parents = [-1, 0, 1, 1, 1, 0, 5];
const sticky = (topIndex: number, most = 3) =>
  stickyRows({ parentOf: (index) => parents[index] ?? -1, topIndex, rowCount: parents.length, most });

test.each([
  ["nothing at the top", 0, []],
  ["the root once it is scrolled away", 1, [0, 1]],
  ["root and parent above their last child", 3, [0]],
  ["the next family's ancestors as soon as they cover the one before", 4, [0, 5]],
])("shows %s", (_, topIndex, expected) => expect(sticky(topIndex)).toEqual(expected));

test("keeps the nearest ancestors of a deep row", () => {
  const deep = stickyRows({ parentOf: (index) => index - 1, topIndex: 9_000, rowCount: 10_000, most: 3 });
  expect(deep).toHaveLength(3);
  expect(deep.at(-1)).toBe(9_002);
});
