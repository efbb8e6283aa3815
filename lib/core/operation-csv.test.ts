import { expect, test } from "vitest";

import type { ActionResult } from "./action";
import { operationCsv } from "./operation-csv";

const head = "queue,id,result,code,state_before,state_after,attempts_after,finished_at\r\n";

function resultOf(id: string, queue = "bull:mail"): ActionResult {
  return {
    job: { queue, id },
    ...{ result: "skipped", code: "conflict" },
    before: { state: "active", attempts: 0, finishedAtMs: null },
    after: { state: "completed", attempts: 1, finishedAtMs: 1_700_000_000_000 },
  };
}

test("one line per job, in their order", () => {
  expect(operationCsv([resultOf("1")])).toBe(
    `${head}bull:mail,1,skipped,conflict,active,completed,1,2023-11-14T22:13:20.000Z\r\n`,
  );
  expect(operationCsv([])).toBe(head);
});

test.each([
  ["=cmd|' /C calc'!A0", `"'=cmd|' /C calc'!A0"`],
  ["+1", `"'+1"`],
  ["-1+1", `"'-1+1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  ["\r=1", `"'\r=1"`],
  [" =1", `"' =1"`],
  ["\u0000=1", `"'\u0000=1"`],
  ["＝1", `"'＝1"`],
  ['a"b', '"a""b"'],
  ["a,b", '"a,b"'],
  ["a\r\n=1,2", '"a\r\n=1,2"'],
  ['",=1', '""",=1"'],
])("the id %j is a text and one cell", (id, cell) => {
  expect(
    operationCsv([resultOf(id)])
      .slice(head.length)
      .startsWith(`bull:mail,${cell},skipped,`),
  ).toBe(true);
});

test("a queue's name can't be a formula either", () => {
  expect(operationCsv([resultOf("1", "=bull:mail")]).slice(head.length)).toContain(`"'=bull:mail",1,`);
});
