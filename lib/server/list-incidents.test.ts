import { expect, test } from "vitest";

import { MemoryStore } from "@/lib/store/memory-store";
import { buildCulprit } from "@/lib/testing/build-culprit";

import { IncidentLog } from "./incidents/incident-log";
import { listIncidents } from "./list-incidents";

const trace = { samples: [], watchedSinceAtMs: null };

/** A log of incidents that were opened one after the other, the first few of them closed. */
async function openLog({ open, closed }: { readonly open: number; readonly closed: number }) {
  const incidents = new IncidentLog({ store: new MemoryStore({ now: () => 1_000 }), now: () => 1_000 });
  for (let index = 0; index < open + closed; index += 1) {
    const kept = await incidents.open({ culprit: buildCulprit(), atMs: 100 + index, trace, snapshotId: null });
    if (index < closed) await incidents.close(kept, { closedBy: "recovered", operator: null, atMs: 200 + index });
  }
  return incidents;
}

test.each([
  { open: 4, closed: 0, limit: 50, sizes: [4] },
  { open: 2, closed: 0, limit: 2, sizes: [2] },
  { open: 2, closed: 3, limit: 2, sizes: [2, 2, 1] },
  { open: 3, closed: 2, limit: 2, sizes: [2, 2, 1] },
  { open: 0, closed: 2, limit: 2, sizes: [2] },
])(
  "$open open and $closed closed incidents by $limit: open ones first, each once, and no page after the last",
  async ({ sizes, limit, ...counts }) => {
    const incidents = await openLog(counts);
    const pages: (readonly (number | null)[])[] = [];
    let cursor: string | undefined;
    do {
      const page = await listIncidents({ incidents }, { state: undefined, cursor, limit });
      pages.push(page.incidents.map(({ closedAtMs }) => closedAtMs));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);

    expect(pages.map(({ length }) => length)).toEqual(sizes);
    expect(pages.flat().filter((closedAtMs) => closedAtMs === null)).toHaveLength(counts.open);
    expect(pages.flat().slice(0, counts.open)).toEqual(Array.from({ length: counts.open }, () => null));
  },
);
