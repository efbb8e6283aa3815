const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A duration for people, two units at most: `850 ms`, `42 s`, `3 m 5 s`, `3 h 12 m`, `4 d 2 h`. Negative counts as none. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.floor(durationMs));
  if (ms < secondMs) return `${ms} ms`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return twoUnits(ms, [minuteMs, "m"], [secondMs, "s"]);
  if (ms < dayMs) return twoUnits(ms, [hourMs, "h"], [minuteMs, "m"]);
  return twoUnits(ms, [dayMs, "d"], [hourMs, "h"]);
}

/** One unit only, for what is usual: under three minutes in seconds. */
export function formatRoundDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < secondMs) return `${Math.round(ms)} ms`;
  if (ms < 3 * minuteMs) return `${Math.round(ms / secondMs)} s`;
  if (ms < 3 * hourMs) return `${Math.round(ms / minuteMs)} m`;
  return ms < 3 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`;
}

type Unit = readonly [sizeMs: number, name: string];

function twoUnits(ms: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
