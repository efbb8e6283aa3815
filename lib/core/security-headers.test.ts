import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { expect, test } from "vitest";

import { contentSecurityPolicy, securityHeaders, sonnerStyleHash } from "./security-headers";

test("scripts run only with the answer's nonce, and nothing is allowed by default", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", development: false });

  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("unsafe-eval");
});

test("eval is allowed in development only", () => {
  expect(contentSecurityPolicy({ nonce: "abc", development: true })).toContain("'unsafe-eval'");
});

test("every answer says nosniff, referrer, permissions and opener policy", () => {
  const names = securityHeaders({ nonce: "abc", development: false }).map(([name]) => name);

  expect(names).toEqual(
    expect.arrayContaining([
      "content-security-policy",
      "x-content-type-options",
      "referrer-policy",
      "permissions-policy",
      "cross-origin-opener-policy",
    ]),
  );
});

test("the hash is that of the installed sonner's style sheet", () => {
  const source = readFileSync(createRequire(import.meta.url).resolve("sonner"), "utf8");
  const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1];
  const css: unknown = JSON.parse(literal ?? "null");

  expect(`sha256-${createHash("sha256").update(String(css)).digest("base64")}`).toBe(sonnerStyleHash);
});
