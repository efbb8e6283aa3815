import { describe, expect, test } from "vitest";

import type { CauseId } from "@/lib/core/cause";

import { judge } from "./judge-built";
import type { Given } from "./judge-built";

/** One cause by its table: when it is found, and the sentence that it is told with. */
export function testCause(
  cause: CauseId,
  blocked: boolean,
  table: readonly (readonly [why: string, given: Given, headline: string])[],
): void {
  describe(`the cause ${cause}`, () => {
    test.each(table)("is told where %s", (_why, given, headline) => {
      expect(judge(given)).toMatchObject({ cause, blocked, headline });
    });

    test.each(table)("tells every fact with what it was read from where %s", (_why, given) => {
      const facts = judge(given)?.facts ?? [];
      expect(facts).not.toEqual([]);
      for (const { kind, evidence } of facts) if (kind === "fact") expect(evidence).not.toEqual([]);
    });
  });
}

/** What must not be taken for a cause, and what it is instead. */
export function testNotCause(
  cause: CauseId,
  table: readonly (readonly [why: string, given: Given, instead: CauseId | null])[],
): void {
  test.each(table)(`is not ${cause} where %s`, (_why, given, instead) => {
    expect(judge(given)?.cause ?? null).toBe(instead);
  });
}
