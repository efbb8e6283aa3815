import "server-only";

import type { Heartbeat } from "@/lib/contract/stream-schemas";
import { apiErrors } from "@/lib/contract/api-error";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import type { Connection } from "../connection";
import { toFailure } from "../http/respond";
import { logUnexpected } from "../log";
import type { Pulse } from "../pulse";
import { StreamHub } from "./stream-hub";

type Options = {
  readonly pulse: Pick<Pulse, "feel">;
  readonly watch: Pick<Connection["watch"], "lastSweep">;
  readonly availability: Connection["availability"];
  readonly now: () => number;
};

/** The live streams of one connection. */
export function openStreamHub({ pulse, watch, availability, now }: Options): StreamHub {
  return new StreamHub({
    feel: () => pulse.feel(),
    sweepAtMs: () => watch.lastSweep().atMs,
    stateOf: (error) => {
      const status = statusOf(error);
      return { status, sinceAtMs: status === "up" ? null : (availability.awaySinceMs() ?? now()) };
    },
    failureOf: (error) => {
      const code = toFailure(error)?.code ?? "internal";
      if (code === "internal") logUnexpected(error, "stream");
      return { kind: "failure", code, message: apiErrors[code].message };
    },
    now,
  });
}

function statusOf(error: unknown): Heartbeat["status"] {
  if (error === null) return "up";
  if (isRedisDenied(error)) return "denied";
  return isRedisUnavailable(error) && error.reason === "loading" ? "loading" : "down";
}
