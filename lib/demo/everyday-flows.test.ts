import type { FlowJob } from "bullmq";
import { describe, expect, test } from "vitest";
import { everydayFlow } from "./everyday-flows";

const draws = Array.from({ length: 50 }, (_, index) => index / 50);

function queuesOf(flow: FlowJob): readonly string[] {
  return [flow.queueName, ...(flow.children ?? []).flatMap(queuesOf)];
}

function jobsOf(flow: FlowJob): readonly FlowJob[] {
  return [flow, ...(flow.children ?? []).flatMap(jobsOf)];
}

function flowsWith(open: { readonly invoices: boolean; readonly mail: boolean }): readonly FlowJob[] {
  return draws.map((draw, index) => everydayFlow(index, () => draw, open));
}

describe("everydayFlow", () => {
  test("adds nothing to a queue that is held back", () => {
    const queues = new Set(flowsWith({ invoices: false, mail: false }).flatMap(queuesOf));

    expect([...queues].sort()).toEqual(["media", "orders", "payments", "shipping"]);
  });

  test("uses all six queues where all are open", () => {
    const queues = new Set(flowsWith({ invoices: true, mail: true }).flatMap(queuesOf));

    expect([...queues].sort()).toEqual(["invoices", "mail", "media", "orders", "payments", "shipping"]);
  });

  test("bounds what each job leaves behind", () => {
    const jobs = flowsWith({ invoices: true, mail: true }).flatMap(jobsOf);

    for (const { opts } of jobs) {
      expect(opts).toMatchObject({
        removeOnComplete: { count: expect.any(Number) },
        removeOnFail: { count: expect.any(Number) },
      });
    }
  });

  test("gives a child that may fail a policy, so that no everyday flow is blocked by it", () => {
    const mayFail = flowsWith({ invoices: true, mail: true })
      .flatMap(jobsOf)
      .filter(({ data }) => "declined" in data || "unreachable" in data);

    expect(mayFail.length).toBeGreaterThan(0);
    for (const { opts } of mayFail) expect(opts?.failParentOnFailure ?? opts?.ignoreDependencyOnFailure).toBe(true);
  });

  test("never uses an id twice", () => {
    const ids = flowsWith({ invoices: true, mail: true }).flatMap((flow) =>
      jobsOf(flow).map(({ queueName, opts }) => `${queueName}:${opts?.jobId}`),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });
});
