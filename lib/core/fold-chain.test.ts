import { expect, test } from "vitest";

import { foldChain } from "./fold-chain";

const chain = (length: number) =>
  Array.from({ length }, (_, index) => ({ queue: "b:q", id: String(index), name: "n", state: "active" }) as const);
const texts = (length: number) =>
  foldChain(chain(length)).map((crumb) => (crumb.kind === "job" ? crumb.link.id : `… ${crumb.count} more …`));

test("four crumbs stand as they are", () => {
  expect(texts(4)).toEqual(["0", "1", "2", "3"]);
});

test("the middle of a longer chain folds, and the count is what is left out", () => {
  expect(texts(7)).toEqual(["0", "… 4 more …", "5", "6"]);
});
