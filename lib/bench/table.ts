import type { Figures } from "./figures";
import { ratioTo } from "./median";
import { judgeNumber } from "./targets";
import type { Judgement } from "./targets";

export type Row = {
  readonly work: string;
  readonly contender: string;
  /** `null` for what is no reading of Redis, such as frames. */
  readonly figures: Figures | null;
  /** The peer's figures of the same run; `null` for the peer itself and where there is none. */
  readonly peer: Figures | null;
  /** What is told beside the figures. */
  readonly note: string;
  readonly judgement: Judgement;
};

const head = [
  ...["Work", "Contender", "Wall ms", "Client CPU ms", "Redis CPU ms", "Commands", "Bytes"],
  ...["Slowest command ms", "Peer ÷ ours: wall / client / Redis", "Result", "Target", "Met"],
] as const;

/** The table as Markdown, aligned for a terminal too. */
export function toTable(rows: readonly Row[]): string {
  const lines = [head, ...rows.map(toCells)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [toLine(head), rule, ...lines.slice(1).map(toLine)].join("\n");
}

/** The slowest single command that we sent in all works; the peer's are not ours. */
export function slowestOf(rows: readonly Row[]): Row {
  const ours = rows.filter(({ contender }) => contender.startsWith("Flowlock"));
  const times = ours.flatMap(({ work, figures }) =>
    figures === null || figures.slowestMs === null ? [] : [{ work, slowestMs: figures.slowestMs }],
  );
  const [worst] = times.toSorted((a, b) => b.slowestMs - a.slowestMs);
  return {
    ...{ work: "slowest single command of all works", contender: "Flowlock", figures: null, peer: null },
    note: worst === undefined ? "" : `${slowest(worst.slowestMs)} ms: ${worst.work}`,
    judgement: judgeNumber({ name: "slowest", value: worst?.slowestMs ?? null, most: 5, unit: " ms" }),
  };
}

function toCells({ work, contender, figures, peer, note, judgement }: Row): readonly string[] {
  return [
    work,
    contender,
    number(figures?.wallMs),
    number(figures?.clientCpuMs),
    number(figures?.redisCpuMs),
    whole(figures?.commands),
    whole(figures?.bytes),
    slowest(figures?.slowestMs),
    figures === null || peer === null ? "" : ratios(figures, peer),
    note,
    judgement.target,
    judgement.met,
  ];
}

function ratios(ours: Figures, peer: Figures): string {
  const of = (name: "wallMs" | "clientCpuMs" | "redisCpuMs") => {
    const [a, b] = [peer[name], ours[name]];
    const times = a === null || b === null ? null : ratioTo(a, b);
    return times === null ? "–" : `${times.toFixed(1)}×`;
  };
  return [of("wallMs"), of("clientCpuMs"), of("redisCpuMs")].join(" / ");
}

function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return "";
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}

function whole(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : Math.round(value).toLocaleString("en-US");
}

/** Zero: no command was slow enough to be logged. */
function slowest(value: number | null | undefined): string {
  return value === 0 ? "< 0.2" : number(value);
}
