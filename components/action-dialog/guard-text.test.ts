import { expect, test } from "vitest";

import type { ActionId } from "@/lib/core/action";
import type { State } from "@/lib/core/job-state";

import { guardText } from "./guard-text";

const cases: readonly (readonly [ActionId, State, string | null, string])[] = [
  ["fail", "active", "a1", "Nothing changes if the lock has moved."],
  ["retry", "active", "a1", "Nothing changes if the lock has moved."],
  ["release-lock", "active", "a1", "Nothing changes if the lock has moved."],
  ["clear-ghost-lock", "failed", "a1", "Nothing changes if the lock has moved."],
  ["fail", "active", null, "Nothing changes if a worker has taken it meanwhile."],
  ["put-back", "active", null, "Nothing changes if a worker has taken it meanwhile."],
  ["put-back", "none", null, "Nothing changes if it is in a list again."],
  ["detach", "missing", null, "Nothing changes if its parent has let go of it meanwhile."],
  ["release-parent", "waiting-children", null, "Nothing changes if it waits for a child again."],
  ["retry", "failed", null, "Nothing changes if it is not failed any more."],
  ["detach", "waiting", null, "Nothing changes if it is not waiting any more."],
  ["run-again", "completed", null, "Nothing changes if it is not completed any more."],
  ["remove", "waiting-children", null, "Nothing changes if it is not waiting-children any more."],
];

test.each(cases)("before %s of a job that is %s (lock %s) the dialog says what must still be so", (...one) => {
  const [action, state, lockId, text] = one;

  expect(guardText(action, { state, lockId })).toBe(text);
});
