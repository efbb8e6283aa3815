import { jobKey } from "../job-ref";
import { fact } from "./blocking-child";
import { stateEvidence } from "./evidence";
import { labelOf } from "./judged-parent";
import type { ParentTest } from "./judged-parent";

export const parentUnsuccessfulChildMissing: ParentTest = (input) => {
  const { parent, children } = input;
  if (parent.state !== "failed") return null;
  const gone = children.find(({ edge, job }) => edge.bucket === "failed" && job?.state === "missing")?.job;
  if (gone === undefined) return null;
  return {
    cause: "parent-unsuccessful-child-missing",
    blocked: true,
    headline: `${labelOf(input)} can never complete: the failed child it remembers was removed.`,
    facts: [
      fact("It failed.", stateEvidence(parent)),
      fact("It remembers a failed child.", {
        command: "ZRANGE 0 -1",
        key: `${jobKey(parent.ref)}:unsuccessful`,
        value: jobKey(gone.ref),
        readAtMs: parent.readAtMs,
      }),
      fact("That child does not exist; it was looked for twice.", stateEvidence(gone)),
    ],
    actions: ["remove"],
  };
};
