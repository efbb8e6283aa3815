import { expect, test } from "vitest";

import { stringLiteral } from "./string-literal";

test.each([
  ["charge-card", '"charge-card"'],
  ["mit Umlaut: prüfen", '"mit Umlaut: prüfen"'],
  ['"; process.exit(1); //', String.raw`"\"; process.exit(1); //"`],
  ["back\\slash", String.raw`"back\\slash"`],
  ["line\nfeed\r\t", String.raw`"line\nfeed\r\t"`],
  ["${1 + 1} `tick`", '"${1 + 1} `tick`"'],
  ["\u2028\u2029", String.raw`"\u2028\u2029"`],
  ["\u202Eevil\u2066\u200B\uFEFF", String.raw`"\u202eevil\u2066\u200b\ufeff"`],
  ["\u00A0nbsp", String.raw`"\u00a0nbsp"`],
  ["\u{E0001}tag", String.raw`"\udb40\udc01tag"`],
  ["\u{1F600}", '"\u{1F600}"'],
  ["</script><!--", '"</script><!--"'],
  ["__proto__", '"__proto__"'],
  ["\0\x1B[31m", String.raw`"\u0000\u001b[31m"`],
])("writes %j as %s", (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
  expect(JSON.parse(literal)).toBe(text);
});

test("a lone surrogate stays what it is", () => {
  expect(stringLiteral("\uD800x")).toBe(String.raw`"\ud800x"`);
});
