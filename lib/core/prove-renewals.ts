/** Renewals of a lock, as far as its expiry proves them. */
export type ProvenRenewals = {
  /** So many at least; 0 where the lock's duration was not observed. */
  readonly atLeast: number;
  readonly proven: boolean;
};

/**
 * A lock that was never renewed expires its duration D after the start; one that expires E later than its start was
 * renewed at least ceil((E − D) / D) times. What was seen with our own eyes counts where that is more.
 */
export function proveRenewals({
  heldMs,
  ttlMs,
  durationMs,
  observed,
}: {
  readonly heldMs: number;
  readonly ttlMs: number;
  /** Observed, never assumed. */
  readonly durationMs: number | null;
  readonly observed: number;
}): ProvenRenewals {
  if (durationMs === null || durationMs <= 0) return { atLeast: 0, proven: observed > 0 };
  const expiryAfterStartMs = heldMs + ttlMs;
  const atLeast = Math.max(0, Math.ceil((expiryAfterStartMs - durationMs - roundingMs) / durationMs));
  return { atLeast, proven: observed > 0 || atLeast > 0 };
}

/** The observed duration is known to half a second, and clock and TTL are read a moment apart. */
const roundingMs = 500;
