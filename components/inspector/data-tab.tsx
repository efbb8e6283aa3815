"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { jobDataQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";
import { maskSecrets } from "@/lib/core/mask-secrets";
import type { JsonValue } from "@/lib/core/json-value";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelBlock } from "./panel-block";
import { PanelError } from "./panel-error";
import { PanelSkeleton } from "./panel-skeleton";

type Payload = {
  readonly json: JsonValue;
  readonly raw: string | null;
  readonly bytes: number;
  readonly truncated: boolean;
};

/** Data, return value and options, read only when asked for; what looks like a secret stays masked. */
export function DataTab({ conn, job }: { readonly conn: string; readonly job: JobRef }): ReactNode {
  const [shown, setShown] = useState(false);
  const { data, error, refetch } = useQuery({ ...jobDataQuery(conn, job), enabled: shown });
  if (!shown) {
    return (
      <div className="grid justify-items-start gap-3 p-4">
        <p>
          Job data may hold what people should not see. It is read only when you ask for it. Fields that sound like
          secrets stay masked.
        </p>
        <Button onClick={() => setShown(true)}>Show data</Button>
      </div>
    );
  }
  if (data === undefined)
    return error === null ? <PanelSkeleton /> : <PanelError error={error} onRetry={() => void refetch()} />;
  return (
    <div className="[&>section:first-child]:border-t-0">
      <PayloadView title="Data" payload={data.data} none="This job has no data." />
      <PayloadView title="Return value" payload={data.returnValue} none="It has returned nothing yet." />
      <PayloadView title="Options" payload={data.options} none="None are set." />
    </div>
  );
}

type PayloadViewProps = { readonly title: string; readonly payload: Payload; readonly none: string };

function PayloadView({ title, payload, none }: PayloadViewProps): ReactNode {
  const isEmpty = payload.bytes === 0 || (!payload.truncated && payload.json === null && payload.raw === null);
  return (
    <PanelBlock title={title} {...(isEmpty ? {} : { note: countOf(payload.bytes, "byte") })}>
      {isEmpty ? (
        <p className="text-text-muted">{none}</p>
      ) : (
        <pre className="mono-code rounded-ui border bg-bg-subtle p-2 leading-4 break-all whitespace-pre-wrap">
          {textOf(payload)}
        </pre>
      )}
    </PanelBlock>
  );
}

function textOf(payload: Payload): string {
  if (payload.truncated) return "Too large to be shown. It was not read.";
  if (payload.json !== null) return JSON.stringify(maskSecrets(payload.json), null, 2);
  return payload.raw ?? "null";
}
