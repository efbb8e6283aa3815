import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { causeIds } from "@/lib/core/cause";

import { listHeadlines, toHeadlineList } from "./list-headlines";

/** Sentences about nothing in particular, and the one whose template alone is longer. */
const nameless = new Set(["unknown", "not-blocked"]);
const longByLaw = "hung-lock-renewed";

const named = /#77|payments|fulfil-order #9912/;
const names = [null, "", "charge-card", "x".repeat(1_000), "日本語", "a name of five words"];

function wordsOf(headline: string, name: string | null): number {
  const plain = name === null || name === "" ? headline : headline.replaceAll(name, "name");
  return plain.split(/\s+/).length;
}

test("the list in .github/causes.md is what npm run headlines prints", () => {
  expect(readFileSync(".github/causes.md", "utf8")).toBe(toHeadlineList());
});

test("every cause has a headline", () => {
  expect(new Set(listHeadlines().map(({ cause }) => cause))).toEqual(new Set(causeIds));
});

test.each(names.map((name) => [name]))("with the name %j every headline is one of fewer than 25 words", (name) => {
  const long = listHeadlines(name).filter(({ headline }) => wordsOf(headline, name) >= 25);

  expect(new Set(long.map(({ cause }) => cause))).toEqual(new Set([longByLaw]));
  for (const { headline } of long) expect(wordsOf(headline, name)).toBeLessThanOrEqual(30);
});

test.each(names.map((name) => [name]))(
  "with the name %j every headline names the job or its queue, and a fact",
  (name) => {
    for (const { cause, headline } of listHeadlines(name)) {
      if (!nameless.has(cause)) expect(headline).toMatch(named);
      expect(headline).toMatch(/^\S.*\.$/);
      expect(headline).not.toMatch(/null|undefined|NaN|Infinity| {2}/);
      expect(headline.length).toBeLessThan(350);
    }
  },
);
