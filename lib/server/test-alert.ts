import "server-only";

import { invalidField } from "./action-request";
import { AppError } from "./app-error";
import type { Caller } from "./caller";
import type { Connection } from "./connection";

/** Sends one test alert to the webhook; audited, refusals too. */
export async function testAlert({ alerts, writable, audit, now }: Connection, caller: Caller) {
  const entry = {
    atMs: now(),
    ...caller,
    what: "test-alert",
    ...{ operationId: null, job: null, reason: null, before: null, after: null },
  } as const;
  if (!writable) {
    audit.append({ ...entry, result: "refused", code: "read-only" });
    throw new AppError("read-only");
  }
  const delivery = await alerts.sendTest();
  if (delivery === null) throw invalidField("body", "No webhook is configured: set FLOWLOCK_WEBHOOK_URL.");
  audit.append({ ...entry, result: delivery.delivered ? "done" : "unknown", code: null });
  return { delivered: delivery.delivered, reason: delivery.delivered ? null : delivery.reason };
}
