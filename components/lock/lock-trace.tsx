import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { RenewalSparkline } from "@/components/ui/renewal-sparkline";
import { useInView } from "@/components/ui/use-in-view";
import { whileLive } from "@/lib/client/live-switch";
import { lockTraceQuery } from "@/lib/client/queries";
import type { JobRef } from "@/lib/core/job-ref";

const traceMs = 6_000;

type LockTraceProps = {
  readonly conn: string;
  readonly job: JobRef;
  readonly durationMs: number | null;
  readonly width?: number;
};

/** The last minutes of a lock's remaining time, as far as Flowlock watched it; read only while it is on screen. */
export function LockTrace({ conn, job, durationMs, width = 96 }: LockTraceProps): ReactNode {
  const [ref, inView] = useInView<HTMLSpanElement>();
  const { data } = useQuery({
    ...lockTraceQuery(conn, job),
    refetchInterval: whileLive(traceMs),
    enabled: inView,
  });
  return (
    <span ref={ref} className="block flex-none">
      <RenewalSparkline samples={data?.samples ?? []} durationMs={durationMs} width={width} />
    </span>
  );
}
