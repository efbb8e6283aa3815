import type { GlyphName } from "@/components/ui/glyph-shapes";
import {
  activityHref,
  flowsHref,
  locksHref,
  queuesHref,
  settingsHref,
  triageHref,
  workersHref,
} from "@/lib/client/links";

export type PlaceId = "triage" | "flows" | "locks" | "queues" | "workers" | "activity" | "settings";

export type Place = {
  readonly id: PlaceId;
  readonly word: string;
  readonly glyph: GlyphName;
  readonly href: (conn: string) => string;
  /** Second key after `g`. */
  readonly key: string;
};

/** The pages of one connection, in the order of the rail. */
export const places = [
  { id: "triage", word: "Triage", glyph: "triage", href: triageHref, key: "t" },
  { id: "flows", word: "Flows", glyph: "flows", href: (conn) => flowsHref(conn), key: "f" },
  { id: "locks", word: "Locks", glyph: "locks", href: locksHref, key: "l" },
  { id: "queues", word: "Queues", glyph: "queues", href: queuesHref, key: "q" },
  { id: "workers", word: "Workers", glyph: "workers", href: workersHref, key: "w" },
  { id: "activity", word: "Activity", glyph: "activity", href: activityHref, key: "a" },
  { id: "settings", word: "Settings", glyph: "settings", href: settingsHref, key: "s" },
] as const satisfies readonly Place[];

export type Whereabouts = {
  readonly place: PlaceId;
  /** The page of one flow, of now or as it was. */
  readonly onFlow: boolean;
  /** It shows what was: nothing of it is live. */
  readonly isFrozen: boolean;
};

/** Pages that the rail has no entry of their own for. */
const elsewhere: { readonly [section: string]: PlaceId } = { j: "flows", ops: "activity", s: "flows" };

/** Which page an address is, and whether it is the page of one flow. */
export function whereIs(pathname: string): Whereabouts {
  const [, , , section, queue, job] = pathname.split("/");
  const place = places.find(({ id }) => id === section)?.id ?? elsewhere[section ?? ""] ?? "triage";
  const isFrozen = section === "s";
  return { place, onFlow: isFrozen || (section === "flows" && queue !== undefined && job !== undefined), isFrozen };
}
