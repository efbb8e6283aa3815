import { expect, test } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import type { NamedJob } from "@/lib/core/job-ref";

import { allOfSection } from "./all-of-section";

const job = (id: string): NamedJob => ({ queue: "bull:cards", id, name: null });
const [stuck, deadEnd] = [job("stuck"), job("dead-end")];
const triage = {
  sections: [
    { severity: "stuck", total: 2, jobs: 2 },
    { severity: "dead-end", total: 1_312, jobs: 1_312 },
    { severity: "nobody", total: 1, jobs: 0 },
  ] as const,
};
const sections = (...shown: readonly (readonly ["stuck" | "dead-end" | "nobody", readonly NamedJob[]])[]) =>
  shown.map(([severity, jobs]) => ({ severity, jobs }));
const all = sections(["stuck", [stuck]], ["dead-end", [deadEnd]], ["nobody", []]);

test("the section of the last selected row is offered whole, those beyond the list included", () => {
  expect(allOfSection({ sections: [...triage.sections] }, all, jobKey(deadEnd))).toEqual({
    filter: { severity: "dead-end" },
    total: 1_312,
    part: { title: "Dead ends", rows: [deadEnd] },
  });
});

test("nothing is offered where no row says which section", () => {
  const triaged = { sections: [...triage.sections] };

  expect([null, jobKey(job("gone"))].map((anchor) => allOfSection(triaged, all, anchor))).toEqual([null, null]);
  expect(allOfSection(triaged, sections(["nobody", []]), null)).toBeNull();
});

test("the only section with jobs needs no selected row", () => {
  const only = sections(["stuck", [stuck]], ["nobody", []]);

  expect(allOfSection({ sections: [...triage.sections] }, only, null)).toMatchObject({ total: 2 });
});
