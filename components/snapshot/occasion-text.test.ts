import { expect, test } from "vitest";

import { occasionText } from "./occasion-text";

const told = { action: null, operator: null, job: { queue: "bull:payments", id: "77", name: "charge-card" } };

test.each([
  [{ ...told, occasion: "saved" }, "Saved by hand"],
  [{ ...told, occasion: "saved", operator: "ada" }, "Saved by ada"],
  [{ ...told, occasion: "incident" }, "Kept when charge-card #77 became probably stuck"],
  [{ ...told, occasion: "action", action: "put-back" }, "Kept before “Put back in line” on charge-card #77"],
] as const)("%o is told as %s", (head, text) => {
  expect(occasionText(head)).toBe(text);
});
