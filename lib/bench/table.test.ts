import { describe, expect, test } from "vitest";

import { readMonitored } from "./count-sent";
import { mediansOf } from "./figures";
import type { Figures } from "./figures";
import { median, ratioTo } from "./median";
import { slowestOf, toTable } from "./table";
import { judge, judgeNumber } from "./targets";
import type { Target } from "./targets";

const nothing = { clientCpuMs: null, redisCpuMs: null, commands: null, bytes: null, slowestMs: null } as const;
const took = (wallMs: number, rest: Partial<Figures> = {}): Figures => ({ ...nothing, wallMs, ...rest });

describe("median", () => {
  test.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 100], 3],
  ])("of %j is %d, whatever their order", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("of nothing is an error", () => {
    expect(() => median([])).toThrow("no median");
  });

  test("of runs is taken figure by figure, over the runs that measured it", () => {
    expect(mediansOf([took(1, { commands: 9 }), took(3), took(2, { commands: 7 })])).toEqual(took(2, { commands: 8 }));
  });
});

test("a ratio to what is too small to be measured is none", () => {
  expect([ratioTo(10, 2), ratioTo(10, 0)]).toEqual([5, null]);
});

describe("a target", () => {
  const faster: Target = { kind: "times-less", name: "wallMs", times: 8 };
  const few: Target = { kind: "at-most", name: "commands", most: 1_000 };

  test.each([
    [[faster], took(10), took(80), null, { target: "wall ≥ 8×", met: "yes" }],
    [[faster], took(10), took(79), null, { target: "wall ≥ 8×", met: "no: wall 7.9×" }],
    [[faster], took(10), null, null, { target: "wall ≥ 8×", met: "no: wall without a peer" }],
    [[few], took(1, { commands: 1_000 }), null, null, { target: "commands ≤ 1,000", met: "yes" }],
    [[few], took(1, { commands: 1_001 }), null, null, { target: "commands ≤ 1,000", met: "no: commands 1,001" }],
    [[few], took(1), null, null, { target: "commands ≤ 1,000", met: "no: commands not measured" }],
    [[few], took(1, { commands: 5 }), null, "cut at 5 jobs", { target: "commands ≤ 1,000", met: "no: cut at 5 jobs" }],
    [[], took(1), null, null, { target: "", met: "" }],
  ] as const)("%j of %j against %j", (targets, ours, peer, incomplete, expected) => {
    expect(judge(targets, { ours, peer, incomplete })).toEqual(expected);
  });
});

test.each([
  [
    { name: "canvas", value: 58, unit: " fps", least: 50 },
    { target: "canvas ≥ 50 fps", met: "yes" },
  ],
  [
    { name: "canvas", value: 17.25, unit: " fps", least: 50 },
    { target: "canvas ≥ 50 fps", met: "no: 17.3 fps" },
  ],
  [
    { name: "gzip", value: 351, unit: " kB", most: 350 },
    { target: "gzip ≤ 350 kB", met: "no: 351.0 kB" },
  ],
  [
    { name: "gzip", value: null, unit: " kB", most: 350 },
    { target: "gzip ≤ 350 kB", met: "no: not measured" },
  ],
])("a bound on one number: %j", (measured, expected) => {
  expect(judgeNumber(measured)).toEqual(expected);
});

test("the table is aligned and leaves empty what was not measured", () => {
  const judgement = { target: "wall ≥ 8×", met: "yes" };
  const row = { work: "tree", contender: "ours", figures: took(1.234), peer: took(12.34), note: "", judgement };
  const frames = { ...row, work: "canvas", figures: null, peer: null, note: "58 fps" };

  const [head = "", rule = "", first = "", second = ""] = toTable([row, frames]).split("\n");

  expect([rule.length, first.length, second.length]).toEqual([head.length, head.length, head.length]);
  expect(first.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "tree",
    "ours",
    "1.23",
    "",
    "",
    "",
    "",
    "",
    "10.0× / – / –",
    "",
    "wall ≥ 8×",
    "yes",
    "",
  ]);
  expect(second).toContain("58 fps");
});

test("commands inside scripts are not among those that a client sent", () => {
  const lines = [
    "+OK",
    '+1.5 [0 127.0.0.1:4] "time"',
    '+1.6 [0 lua] "get" "a"',
    '+1.7 [0 unix:x] "evalsha_ro" "b"',
    "",
  ];

  expect(readMonitored(lines.join("\r\n"))).toEqual([
    { source: "127.0.0.1:4", name: "time" },
    { source: "unix:x", name: "evalsha_ro" },
  ]);
});

test("the slowest command is the slowest of ours, whatever the peer sent", () => {
  const base = { peer: null, note: "", judgement: { target: "", met: "" } };
  const rows = [
    { ...base, work: "tree", contender: "Flowlock, pipelines", figures: took(1, { slowestMs: 1.5 }) },
    { ...base, work: "page", contender: "Flowlock, pipelines", figures: took(1, { slowestMs: 6 }) },
    { ...base, work: "page", contender: "BullMQ getJobs", figures: took(1, { slowestMs: 30 }) },
  ];

  expect(slowestOf(rows)).toMatchObject({ note: "6 ms: page", judgement: { met: "no: 6.0 ms" } });
});
