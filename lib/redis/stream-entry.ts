/** An entry of an event stream as Redis answers it: its id, then names and values in turns. */
export type StreamEntry = readonly [id: string, fields: readonly string[]];

/** The instant in an entry's id, on Redis' clock. */
export function entryMs(entryId: string): number {
  return Number(entryId.slice(0, entryId.indexOf("-")));
}

export function fieldOf(fields: readonly string[], name: string): string | undefined {
  for (let index = 0; index + 1 < fields.length; index += 2) if (fields[index] === name) return fields[index + 1];
  return undefined;
}

/** About how much the entries take on the wire. */
export function bytesOf(entries: readonly StreamEntry[]): number {
  const entryOverhead = 32;
  return entries.reduce((sum, [, fields]) => sum + fields.reduce((own, field) => own + field.length, entryOverhead), 0);
}
