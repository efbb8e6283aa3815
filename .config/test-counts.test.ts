import { expect, test } from "vitest";

import { countPlaywright, countVitest } from "./test-counts.mjs";

const passed = { status: "passed" };
const failed = { status: "failed" };

test("Vitest's passes and failures are counted as they are", () => {
  const testResults = [{ status: "failed", assertionResults: [passed, failed, passed] }];

  expect(countVitest({ numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({ passed: 2, failed: 1 });
});

test("a test file that could not be loaded is one failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "passed", assertionResults: [passed] },
  ];

  expect(countVitest({ numPassedTests: 1, numFailedTests: 0, testResults })).toEqual({ passed: 1, failed: 1 });
});

test("a browser test that passed only in its second run is a failure", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1 };

  expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 3, failed: 2 });
});

test("an error outside of the browser tests is a failure", () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0 };

  expect(countPlaywright({ stats, errors: [{ message: "no test found" }] })).toEqual({ passed: 0, failed: 1 });
});

test("a report that is missing is a failure", () => {
  expect(countVitest(null)).toEqual({ passed: 0, failed: 1 });
  expect(countPlaywright(null)).toEqual({ passed: 0, failed: 1 });
});
