import { median } from "./median";

/** What one run of a work cost; `null`: not measured. */
export type Figures = {
  readonly wallMs: number;
  readonly clientCpuMs: number | null;
  readonly redisCpuMs: number | null;
  /** Executed by Redis, those inside scripts included. */
  readonly commands: number | null;
  /** That Redis sent. */
  readonly bytes: number | null;
  readonly slowestMs: number | null;
};

export const figureNames = ["wallMs", "clientCpuMs", "redisCpuMs", "commands", "bytes", "slowestMs"] as const;

/** The median of each figure over the runs; of the slowest commands the slowest, for no command may be that slow. */
export function mediansOf(runs: readonly Figures[]): Figures {
  const of = (name: (typeof figureNames)[number]) => {
    const values = runs.map((run) => run[name]).filter((value) => value !== null);
    return values.length === 0 ? null : median(values);
  };
  return {
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    clientCpuMs: of("clientCpuMs"),
    redisCpuMs: of("redisCpuMs"),
    commands: of("commands"),
    bytes: of("bytes"),
    slowestMs: slowestOf(runs),
  };
}

function slowestOf(runs: readonly Figures[]): number | null {
  const measured = runs.flatMap(({ slowestMs }) => slowestMs ?? []);
  return measured.length === 0 ? null : Math.max(...measured);
}
