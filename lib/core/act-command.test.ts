import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { actCommand } from "./act-command";

const seen = { state: "active", lockId: "a1", attemptsStarted: 1, processedAtMs: 5 } as const;
const url = "http://127.0.0.1:3000/api/c/default/actions";

/** The words that a shell hands to a command in place of curl. */
function wordsOf(command: string): readonly string[] {
  const output = execFileSync("sh", ["-c", command.replace(/^curl/, String.raw`printf '%s\0'`)], { encoding: "utf8" });
  return output.split("\0").slice(0, -1);
}

test.each(["77", "it's; rm -rf /", "$(id)`id`", 'a"b\\', "--data @/etc/passwd", "%s\n!x"])(
  "a shell takes the id %j as a text of the one body",
  (id) => {
    const job = { queue: "bull:pay'ments", id };
    const what = { jobs: [{ ...job, seen }], options: {} };
    const command = actCommand({ url, action: "fail", reason: "it's stuck", what });

    const words = wordsOf(command);

    expect(words.slice(0, -1)).toEqual([
      ...["-sS", "-X", "POST", url],
      ...["-H", "content-type: application/json", "--data-raw"],
    ]);
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({
      ...{ action: "fail", jobs: [{ ...job, seen }], reason: "it's stuck", options: {} },
    });
  },
);

test("many jobs are named by the preview that remembers them", () => {
  const command = actCommand({ url, action: "retry", reason: "all", what: { previewId: "p-1" } });

  expect(JSON.parse(wordsOf(command).at(-1) ?? "")).toEqual({ action: "retry", previewId: "p-1", reason: "all" });
});
