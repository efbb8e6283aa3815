import type { ReactNode } from "react";

import type { Health } from "@/lib/contract/health-schema";
import { recordsText } from "@/components/page/records-text";
import { formatDuration } from "@/lib/core/format-duration";

import { SettingsBlock } from "./settings-block";

type Connection = Health["connections"][number];

const statusWords = {
  up: "Answers",
  down: "Does not answer",
  loading: "Loads its data",
  denied: "Refuses Flowlock's user",
} as const satisfies Record<Connection["status"], string>;

/** What the server was started with, and how its Redis is. */
export function ServerFacts({ conn, health }: { readonly conn: string; readonly health: Health }): ReactNode {
  const connection = health.connections.find(({ id }) => id === conn);
  return (
    <>
      <SettingsBlock title="Flowlock">
        <Facts
          facts={[
            ["Version", health.version],
            ["Environment", health.environment ?? "not set (FLOWLOCK_ENV)"],
            ["Actions", health.writable ? "Allowed" : "Read-only. Start with FLOWLOCK_WRITE=1 to allow them."],
          ]}
        />
      </SettingsBlock>
      {connection === undefined ? null : (
        <SettingsBlock title={`Redis ${connection.id}`} note="From REDIS_URL; the address stays on the server.">
          <Facts facts={redisFacts(connection)} />
          {connection.warnings.map(({ code, text }) => (
            <p key={code} className="mt-2 wrap-anywhere text-suspect">
              {text}
            </p>
          ))}
        </SettingsBlock>
      )}
    </>
  );
}

function redisFacts({ status, redisVersion, latencyMs, cluster, records }: Connection): readonly Fact[] {
  return [
    ["Status", statusWords[status]],
    ["Version", redisVersion ?? "unknown"],
    ["Answer time", latencyMs === null ? "unknown" : formatDuration(latencyMs)],
    ["Cluster", cluster ? "Yes" : "No"],
    ["Records", recordsText(records)],
  ];
}

type Fact = readonly [name: string, value: string];

function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
