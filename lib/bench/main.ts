import { readFile, writeFile } from "node:fs/promises";

import type { BenchContext, Work } from "./bench-context";
import { describeMachine } from "./machine";
import { prepareBuild } from "./open-stack";
import { toTable, slowestOf } from "./table";
import type { Row } from "./table";
import { flowPage } from "./works/in-browser";
import { layouts } from "./works/layouts";
import { lockSweep, parentsPage } from "./works/lists";
import { firstViews, triage, wire } from "./works/over-http";
import { farAway, largePayloads, wholeTrees } from "./works/whole-tree";

const works: readonly Work[] = [
  ...[wholeTrees, farAway, largePayloads, firstViews, triage, parentsPage, lockSweep],
  ...[layouts, wire, flowPage],
];
const measurementsFile = ".github/measurements.md";

const args = new Set(process.argv.slice(2));
const quick = args.has("--quick");
const context: BenchContext = {
  quick,
  rounds: quick ? 3 : 5,
  say: (line) => process.stderr.write(`${line}\n`),
  size: (full, small) => (quick ? small : full),
};

const only = process.argv.find((arg) => arg.startsWith("--only="))?.slice("--only=".length);
const rows: Row[] = [];
await prepareBuild(context.say);
for (const work of works.filter(({ name }) => only === undefined || name.includes(only)))
  rows.push(...(await work.run(context)));
rows.push(slowestOf(rows));
const text = `${await describeMachine(quick)}\n\n${toTable(rows)}\n`;
process.stdout.write(`\n${text}`);
if (args.has("--write")) await writeFile(measurementsFile, `# Measurements\n\n${text}${await readRemarks()}`);

/** What people have written below the table: it begins with the first heading of the second level. */
async function readRemarks(): Promise<string> {
  const known = await readFile(measurementsFile, "utf8").catch(() => "");
  const start = known.indexOf("\n## ");
  return start < 0 ? "" : known.slice(start);
}
