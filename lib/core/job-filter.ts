import { bucketOf } from "./flow-buckets";
import type { FlowNode } from "./flow-view";
import { queueLabel } from "./job-label";
import { states } from "./job-state";
import { soundsSecret } from "./mask-secrets";

const fields = ["state", "queue", "name", "verdict", "holder"] as const;
type Field = (typeof fields)[number];

type Term =
  | { readonly kind: "text"; readonly field: Field | null; readonly text: string }
  | { readonly kind: "age"; readonly older: boolean; readonly ms: number }
  /** Of a field that is not known, or without a meaning: nothing matches it. */
  | { readonly kind: "nothing" };

/** `data.orderId:9912`: a place in a job's data, and what should stand there. */
export type DataTerm = { readonly path: readonly string[]; readonly text: string };

export type JobFilter = { readonly terms: readonly Term[]; readonly data: readonly DataTerm[] };

/** What a filter looks at; each field may say several things. */
export type FilterTexts = { readonly [F in Field | "id"]: readonly string[] };

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a filter such as `state:failed queue:pay* age:>10m data.orderId:9912 charge`: terms are joined by "and", a star
 * stands for anything, a word without a field looks into name, id and queue. `null`: there is nothing to filter by.
 */
export function readJobFilter(query: string): JobFilter | null {
  const words = query
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return null;
  const data = words.flatMap((word) => toDataTerm(word) ?? []);
  return { terms: words.filter((word) => toDataTerm(word) === null).map(toTerm), data };
}

/** Whether a filter asks for what may be a secret: such fields are never searched. */
export function asksForSecrets({ data }: JobFilter): boolean {
  return data.some(({ path }) => path.some(soundsSecret));
}

/** All terms but those of the data. `ageMs`: how long ago the job was added, `null` where nobody knows. */
export function matchesTexts({ terms }: JobFilter, texts: FilterTexts, ageMs: number | null): boolean {
  return terms.every((term) => {
    if (term.kind === "nothing") return false;
    if (term.kind === "age") return ageMs !== null && (term.older ? ageMs > term.ms : ageMs < term.ms);
    const { field, text } = term;
    if (field === null) return [...texts.name, ...texts.queue, ...texts.id].some((one) => holdsText(one, text));
    // `waiting` is part of `waiting-children`, but another state.
    if (field === "state" && states.some((state) => state === text)) return texts.state.includes(text);
    return texts[field].some((one) => holdsText(one, text));
  });
}

export function textsOfNode(node: FlowNode): FilterTexts {
  const bucket = bucketOf(node);
  return {
    state: [node.state, bucket],
    verdict: [...(node.verdict === null ? [] : [node.verdict]), ...(bucket === "dead-end" ? [bucket] : [])],
    queue: [queueLabel(node.job.queue)],
    name: [node.job.name ?? ""],
    holder: node.lock === null ? [] : [node.lock.holder ?? node.lock.workerId],
    id: [node.job.id],
  };
}

export function ageOfNode({ createdAtMs }: FlowNode, nowMs: number): number | null {
  return createdAtMs === null ? null : nowMs - createdAtMs;
}

/** Part of the text, or, with stars, the whole of it piece by piece. No regular expression is made of users' text. */
export function holdsText(whole: string, pattern: string): boolean {
  const text = whole.toLowerCase();
  if (!pattern.includes("*")) return text.includes(pattern);
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

function toTerm(word: string): Term {
  const colon = word.indexOf(":");
  const name = word.slice(0, Math.max(0, colon));
  const text = word.slice(colon + 1);
  if (name === "age") return toAge(text);
  const field = fields.find((one) => one === name);
  return field === undefined ? { kind: "text", field: null, text: word } : { kind: "text", field, text };
}

function toAge(text: string): Term {
  const [, sign, count, unit] = /^([<>])(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
  const unitMs = Object.entries(unitsMs).find(([name]) => name === unit)?.[1];
  return unitMs === undefined ? { kind: "nothing" } : { kind: "age", older: sign === ">", ms: Number(count) * unitMs };
}

function toDataTerm(word: string): DataTerm | null {
  const colon = word.indexOf(":");
  if (!word.startsWith("data.") || colon < 0) return null;
  const path = word.slice("data.".length, colon).split(".");
  return path.includes("") ? null : { path, text: word.slice(colon + 1) };
}
