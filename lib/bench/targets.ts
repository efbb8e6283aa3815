import type { Figures } from "./figures";
import { ratioTo } from "./median";

type Name = keyof Figures;

/** One target of a work: at most so much, or at least so many times less than the peer. */
export type Target =
  | { readonly kind: "at-most"; readonly name: Name; readonly most: number }
  | { readonly kind: "times-less"; readonly name: Name; readonly times: number };

export type Judgement = { readonly target: string; readonly met: string };

const words = {
  wallMs: { name: "wall", unit: " ms" },
  clientCpuMs: { name: "client CPU", unit: " ms" },
  redisCpuMs: { name: "Redis CPU", unit: " ms" },
  commands: { name: "commands", unit: "" },
  bytes: { name: "bytes", unit: "" },
  slowestMs: { name: "slowest command", unit: " ms" },
} as const satisfies Record<Name, object>;

/** Says what was aimed at and what was missed, by how much. `incomplete`: why the figures don't count, where they don't. */
export function judge(
  targets: readonly Target[],
  measured: { readonly ours: Figures; readonly peer: Figures | null; readonly incomplete: string | null },
): Judgement {
  if (targets.length === 0)
    return { target: "", met: measured.incomplete === null ? "" : `no: ${measured.incomplete}` };
  const missed = targets.flatMap((target) => missedBy(target, measured) ?? []);
  const complaints = [...(measured.incomplete === null ? [] : [measured.incomplete]), ...missed];
  return {
    target: targets.map(describe).join(", "),
    met: complaints.length === 0 ? "yes" : `no: ${complaints.join(", ")}`,
  };
}

/** The same for one number that no `Figures` hold, such as frames or kilobytes. */
export function judgeNumber(measured: {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
}): Judgement {
  const { name, value, unit, most = Infinity, least = -Infinity } = measured;
  const bound = most === Infinity ? `≥ ${least}` : `≤ ${most}`;
  const target = `${name} ${bound}${unit}`;
  if (value === null) return { target, met: "no: not measured" };
  return { target, met: value <= most && value >= least ? "yes" : `no: ${value.toFixed(1)}${unit}` };
}

function describe(target: Target): string {
  const { name, unit } = words[target.name];
  if (target.kind === "times-less") return `${name} ≥ ${target.times}×`;
  return `${name} ≤ ${target.most.toLocaleString("en-US")}${unit}`;
}

function missedBy(target: Target, { ours, peer }: { readonly ours: Figures; readonly peer: Figures | null }) {
  const { name, unit } = words[target.name];
  const value = ours[target.name];
  if (value === null) return `${name} not measured`;
  if (target.kind === "at-most")
    return value <= target.most
      ? null
      : `${name} ${value.toLocaleString("en-US", { maximumFractionDigits: 1 })}${unit}`;
  const peerValue = peer?.[target.name] ?? null;
  if (peerValue === null) return `${name} without a peer`;
  const times = ratioTo(peerValue, value);
  return times === null || times >= target.times ? null : `${name} ${times.toFixed(1)}×`;
}
