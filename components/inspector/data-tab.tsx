"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { jobDataQuery } from "@/lib/client/queries";
import { maskSecrets } from "@/lib/core/mask-secrets";
import type { JsonValue } from "@/lib/core/json-value";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelError } from "./panel-error";

type Payload = {
  readonly json: JsonValue;
  readonly raw: string | null;
  readonly bytes: number;
  readonly truncated: boolean;
};

/** Data, return value and options, read only when asked for; what looks like a secret stays masked. */
export function DataTab({ conn, job }: { readonly conn: string; readonly job: JobRef }) {
  const [shown, setShown] = useState(false);
  const { data, error, refetch } = useQuery({ ...jobDataQuery(conn, job), enabled: shown });
  if (!shown) {
    return (
      <div className="grid justify-items-start gap-2 p-4">
        <p>Job data may hold what people should not see. It is read only when you ask for it.</p>
        <Button onClick={() => setShown(true)}>Show data</Button>
      </div>
    );
  }
  if (data === undefined)
    return error === null ? (
      <div className="p-4">
        <span className="skeleton h-4 w-1/2" />
      </div>
    ) : (
      <PanelError error={error} onRetry={() => void refetch()} />
    );
  return (
    <div className="grid gap-4 p-4">
      <PayloadView title="Data" payload={data.data} />
      <PayloadView title="Return value" payload={data.returnValue} />
      <PayloadView title="Options" payload={data.options} />
    </div>
  );
}

function PayloadView({ title, payload }: { readonly title: string; readonly payload: Payload }) {
  return (
    <section className="grid gap-1">
      <h3 className="font-semibold">
        {title}{" "}
        <span className="font-mono text-[12px] font-normal text-text-muted">
          {payload.bytes.toLocaleString("en-US")} bytes
        </span>
      </h3>
      <pre className="max-h-96 overflow-auto rounded-md border border-border bg-bg-subtle p-2 font-mono text-[12px] leading-4 break-all whitespace-pre-wrap">
        {textOf(payload)}
      </pre>
    </section>
  );
}

function textOf(payload: Payload): string {
  if (payload.truncated) return "Too large to be shown. It was not read.";
  if (payload.json !== null) return JSON.stringify(maskSecrets(payload.json), null, 2);
  return payload.raw ?? "null";
}
