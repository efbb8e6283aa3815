import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect, onTestFinished } from "vitest";
import { z } from "zod";

import { findPromtool } from "@/lib/testing/find-promtool";
import { redisTest } from "@/lib/testing/redis-test";

import { addStuckFlow, openScraped } from "./test-scraped";

const rulesFile = resolve("public/prometheus-rules.yml");
const rules = readFileSync(rulesFile, "utf8");
const panelSchema = z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) });
const dashboard = z
  .object({
    panels: z.array(panelSchema).min(1),
    templating: z.object({ list: z.array(z.object({ type: z.string(), definition: z.string().optional() })) }),
  })
  .parse(JSON.parse(readFileSync(resolve("public/grafana-dashboard.json"), "utf8")));

const within = { timeout: 40_000 };
/** Obtaining promtool takes some seconds and a download of 20 MB. */
const patienceMs = 300_000;

/** What a real scrape has while one child is stuck. */
async function scrapeTrouble(place: { readonly redisUrl: string; readonly prefix: string }): Promise<string> {
  await addStuckFlow(place);
  const { scrape } = await openScraped(place);
  await expect.poll(scrape, within).toContain("flowlock_open_incidents{");
  await expect.poll(scrape, within).toContain('flowlock_blocked_flows{connection="default"} 1');
  return scrape();
}

/** Every query of the dashboard, as rules that promtool can parse. */
function dashboardRules() {
  const exprs = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return { groups: [{ name: "dashboard", rules: exprs.map((expr, index) => ({ record: `panel:${index}`, expr })) }] };
}

function expressions(): readonly string[] {
  const fromRules = [...rules.matchAll(/^ +expr: (.+)$/gm)].map(([, expr = ""]) => expr);
  expect(fromRules.length).toBe([...rules.matchAll(/^ +- alert: /gm)].length);
  return [
    ...fromRules,
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...dashboard.templating.list.flatMap(({ type, definition }) => (type === "query" ? [definition ?? ""] : [])),
  ];
}

/** The names of all series and the labels of those that have samples. */
function readSeries(text: string): ReadonlyMap<string, Set<string>> {
  const series = new Map<string, Set<string>>();
  for (const [, name = "", type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    series.set(name, new Set());
    if (type === "histogram") for (const part of ["bucket", "sum", "count"]) series.set(`${name}_${part}`, new Set());
  }
  for (const [, name = "", labels = ""] of text.matchAll(/^([a-z_]+)\{(.*)\} \S+$/gm))
    for (const [, label = ""] of labels.matchAll(/(?:^|,)([a-z_]+)="/g)) series.get(name)?.add(label);
  return series;
}

async function promtool(args: readonly string[], input?: string) {
  const path = await findPromtool();
  if (path === null) return null;
  const { status, stdout, stderr } = spawnSync(path, args, { input, encoding: "utf8" });
  return { status, text: `${stdout}${stderr}` };
}

redisTest(
  "every metric and label in the rules and the dashboard is one that a scrape has",
  async ({ redisUrl, prefix }) => {
    const series = readSeries(await scrapeTrouble({ redisUrl, prefix }));
    const unknown: string[] = [];
    for (const expression of expressions()) {
      const used = [...expression.matchAll(/\b((?:flowlock|process|nodejs)_[a-z_]+)(?:\{([^}]*)\})?/g)];
      expect(used.length, expression).toBeGreaterThan(0);
      for (const [, name = "", selector = ""] of used) {
        const labels = series.get(name);
        if (labels === undefined) unknown.push(name);
        // Prometheus adds `instance` and `job` itself.
        for (const [, label = ""] of selector.matchAll(/(?:^|,)\s*([a-z_]+)\s*[=!]/g))
          if (labels !== undefined && labels.size > 0 && !labels.has(label) && label !== "instance")
            unknown.push(`${name}{${label}}`);
      }
    }
    expect(unknown).toEqual([]);
  },
);

redisTest(
  "Prometheus' own checker takes the rules and a real scrape, and the rules tell of the stuck job in it",
  async ({ redisUrl, prefix, skip }) => {
    if ((await findPromtool()) === null) return skip("There is neither promtool nor apt-get on this machine.");
    const text = await scrapeTrouble({ redisUrl, prefix });
    expect(await promtool(["check", "metrics"], text)).toEqual({ status: 0, text: "" });
    expect(await promtool(["check", "rules", rulesFile])).toMatchObject({ status: 0 });

    const folder = mkdtempSync(join(tmpdir(), "flowlock-rules-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "test.yml");
    const expected = {
      exp_labels: {
        severity: "critical",
        job: "flowlock",
        connection: "default",
        queue: `${prefix}:cards`,
        name: "charge",
      },
      exp_annotations: {
        summary: `1 charge job(s) of ${prefix}:cards are probably stuck`,
        description: /FlowlockJobProbablyStuck[\s\S]+?description: (.+)/.exec(rules)?.[1],
      },
    };
    writeFileSync(file, JSON.stringify(dashboardRules()));
    expect(await promtool(["check", "rules", file])).toMatchObject({ status: 0 });
    writeFileSync(file, JSON.stringify(toRuleTest(text, expected)));
    expect(await promtool(["test", "rules", file])).toMatchObject({ status: 0 });
    writeFileSync(file, JSON.stringify(toRuleTest(text.replaceAll(/^flowlock_stuck_jobs\{.*/gm, ""), expected)));
    expect(await promtool(["test", "rules", file])).toMatchObject({ status: 1 });
  },
  patienceMs,
);

/** JSON is YAML: the scrape's own samples, unchanged for ten minutes, and the alerts that fire then. */
function toRuleTest(text: string, expected: object) {
  const samples = [...text.matchAll(/^(flowlock_\w+)\{(.*)\} (\S+)$/gm)];
  const at = (alertname: string, alerts: readonly object[]) => ({ eval_time: "5m", alertname, exp_alerts: alerts });
  return {
    rule_files: [rulesFile],
    tests: [
      {
        interval: "30s",
        input_series: samples.map(([, name, labels, value]) => ({
          series: `${name}{${labels},job="flowlock",instance="here"}`,
          values: `${value}x20`,
        })),
        alert_rule_test: [
          at("FlowlockJobProbablyStuck", [expected]),
          at("FlowlockRedisDown", []),
          at("FlowlockAbsent", []),
          at("FlowlockDeadEnd", []),
        ],
      },
    ],
  };
}
