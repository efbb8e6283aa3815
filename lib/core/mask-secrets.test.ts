import { expect, test } from "vitest";

import { maskSecrets } from "./mask-secrets";

test("masks what sounds like a secret at any depth and leaves the rest", () => {
  expect(
    maskSecrets({
      orderId: 7,
      cardNumber: "4111",
      nested: [{ Authorization: "Bearer x", amount: 3 }],
      api_token: { a: 1 },
    }),
  ).toEqual({ orderId: 7, cardNumber: "••••", nested: [{ Authorization: "••••", amount: 3 }], api_token: "••••" });
});

test("keeps a key named __proto__ as plain text", () => {
  const masked = maskSecrets(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(JSON.stringify(masked)).toBe('{"__proto__":{"polluted":true}}');
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});
