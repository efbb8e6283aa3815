import { expect, test } from "vitest";

import { ApiError } from "@/lib/client/fetch-json";

import { diagnosisOf } from "./use-diagnosis-of";

const job = { queue: "bull:cards", id: "77" };
const answer = { job };
const failed = (status: number) => new ApiError({ code: "internal", message: "", requestId: "r", status });

test("what was said of a job stays while Redis is away, and goes with the job", () => {
  expect(diagnosisOf(job, answer, null)).toBe(answer);
  expect(diagnosisOf(job, answer, failed(503))).toBe(answer);
  expect(diagnosisOf(job, answer, failed(404))).toBeUndefined();
});

test("what was said of one job never stands under another", () => {
  expect(diagnosisOf({ ...job, id: "78" }, answer, null)).toBeUndefined();
});
