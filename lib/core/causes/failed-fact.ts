import type { Fact } from "../diagnosis";
import { formatDuration } from "../format-duration";
import { countOf } from "../job-label";
import { fact } from "./blocking-child";
import type { BlockingChild } from "./blocking-child";
import { hashEvidence } from "./evidence";

/** When the child failed, after how many attempts, and the first line of why. */
export function failedFact({ child, nowMs }: BlockingChild): Fact {
  const ago = child.finishedAtMs === null ? "" : ` ${formatDuration(nowMs - child.finishedAtMs)} ago`;
  const { made, max } = child.attempts;
  const reason = firstLine(child.failedReason ?? "");
  return fact(
    `Failed${ago} after ${made} of ${countOf(max, "attempt")}${reason === "" ? "." : `: ${reason}`}`,
    hashEvidence(child, "failedReason", child.failedReason),
  );
}

/** The first line of an error, cut to a length that fits a sentence. */
export function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 200) ?? "";
}
