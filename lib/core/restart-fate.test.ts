import { expect, test } from "vitest";

import { failsAtRestart, restartText, stallsLeftText } from "./restart-fate";

test.each([
  [0, "2 more stalls and it fails", false],
  [1, "1 more stall and it fails", true],
  [3, "1 more stall and it fails", true],
])("a job that has stalled %i times", (stalls, text, fails) => {
  expect(stallsLeftText(stalls)).toBe(text);
  expect(failsAtRestart(stalls)).toBe(fails);
});

test("the summary tells what goes back in line, what fails and which slots become free", () => {
  expect(restartText([], 0)).toBe("No job of its own has to run again.");
  expect(restartText([], 2)).toBe("No job of its own has to run again. 2 slots become free.");
  expect(restartText([{ stalls: 0 }], 0)).toBe(
    "1 job goes back in line and runs again from the start, usually within a minute.",
  );
  expect(restartText([{ stalls: 0 }, { stalls: 0 }, { stalls: 1 }], 1)).toBe(
    "2 jobs go back in line and run again from the start, usually within a minute. 1 job fails instead, because it has stalled before. 1 slot becomes free.",
  );
});
