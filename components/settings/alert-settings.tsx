import type { ReactNode } from "react";

import { instantText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { useTestAlert } from "@/lib/client/mutations";
import type { Health } from "@/lib/contract/health-schema";
import { countOf } from "@/lib/core/job-label";

import { SettingsBlock } from "./settings-block";

type AlertState = NonNullable<Health["connections"][number]["alerts"]>;

/** How the webhook takes alerts, and a test of it. The address stays on the server. */
export function AlertSettings({ conn, health }: { readonly conn: string; readonly health: Health }): ReactNode {
  const alerts = health.connections.find(({ id }) => id === conn)?.alerts ?? null;
  return (
    <SettingsBlock title="Alerts" note="To FLOWLOCK_WEBHOOK_URL, when an incident opens and when it ends.">
      {alerts === null ? (
        <p>Not set: nobody is told of incidents.</p>
      ) : (
        <>
          <p className={alerts.lastFailure === null ? "" : "text-suspect"}>{alertState(alerts)}</p>
          {health.writable ? <TestAlert conn={conn} /> : null}
        </>
      )}
    </SettingsBlock>
  );
}

function alertState({ pending, lastDeliveredAtMs, lastFailure }: AlertState): string {
  const waiting = pending === 0 ? "" : ` ${countOf(pending, "alert waits", "alerts wait")}.`;
  if (lastFailure !== null)
    return `The last delivery failed at ${instantText(lastFailure.atMs)} (${lastFailure.reason}).${waiting}`;
  if (lastDeliveredAtMs === null) return `Nothing was sent since Flowlock started.${waiting}`;
  return `The last delivery was taken at ${instantText(lastDeliveredAtMs)}.${waiting}`;
}

function TestAlert({ conn }: { readonly conn: string }): ReactNode {
  const { mutate, isPending, data, error } = useTestAlert(conn);
  const told = data === undefined ? "" : data.delivered ? "The webhook took it." : `Not taken: ${data.reason ?? ""}.`;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-3">
      <Button disabled={isPending} onClick={() => mutate()}>
        Send a test alert
      </Button>
      <span role="status">{error === null ? told : "The test could not be asked for."}</span>
    </div>
  );
}
