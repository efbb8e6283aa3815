/**
 * Over HTTP/1.1 a browser opens six connections to one server from all its tabs together, and a stream keeps one: with
 * more streams than this, tabs could not ask for anything any more. The other tabs ask every few seconds instead.
 */
const streamsMax = 4;

/** A place among this browser's streams: call it to give it back. `null` where all are taken. */
export async function takeStreamSlot(): Promise<(() => void) | null> {
  // Browsers have locks in a secure context only: https, or this machine.
  if (!("locks" in navigator)) return () => undefined;
  for (let slot = 0; slot < streamsMax; slot += 1) {
    const release = await tryLock(`flowlock-stream-${slot}`);
    if (release !== null) return release;
  }
  return null;
}

function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return resolve(null);
      await new Promise<void>((release) => resolve(() => release()));
    });
  });
}
