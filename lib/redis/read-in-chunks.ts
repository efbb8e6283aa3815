/**
 * Reads `items` in chunks, a few in flight at once: one long burst would keep every other command of the connection
 * waiting until it times out. Gives the results in the items' order.
 */
export async function readInChunks<Item, Result>(
  items: readonly Item[],
  { chunkSize, chunksInFlight }: { readonly chunkSize: number; readonly chunksInFlight: number },
  read: (chunk: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waveSize = chunkSize * chunksInFlight;
  for (let waveStart = 0; waveStart < items.length; waveStart += waveSize) {
    const wave: Promise<readonly Result[]>[] = [];
    const waveEnd = Math.min(items.length, waveStart + waveSize);
    for (let start = waveStart; start < waveEnd; start += chunkSize) {
      wave.push(read(items.slice(start, Math.min(waveEnd, start + chunkSize))));
    }
    for (const chunk of await Promise.all(wave)) results.push(...chunk);
  }
  return results;
}
