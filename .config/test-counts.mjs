/** What Vitest's JSON report counts; a file that could not even be loaded is one failure. A skipped test is neither. */
export function countVitest(report) {
  if (report === null) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function isFailed({ status }) {
  return status === "failed";
}

/** What Playwright's JSON report counts; errors outside of tests count one each. */
export function countPlaywright(report) {
  if (report === null) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  const outside = unexpected + flaky === 0 ? report.errors.length : 0;
  return { passed: expected, failed: unexpected + flaky + outside };
}
