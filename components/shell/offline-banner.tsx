import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { useLiveStatus } from "@/lib/client/use-live-status";

/** Says when the server itself does not answer, or when the person looking has stopped the page. */
export function OfflineBanner({ conn }: { readonly conn: string }): ReactNode {
  const { status, setPaused } = useLiveStatus(conn);
  const queryClient = useQueryClient();
  if (status === "offline")
    return (
      <div role="alert" className={`${banner} bg-suspect-tint text-suspect`}>
        <p className="min-w-0 flex-1 font-medium">Can't reach the server. It is asked again every few seconds.</p>
        <Button onClick={() => void queryClient.refetchQueries({ type: "active" })}>Retry now</Button>
      </div>
    );
  if (status !== "paused") return null;
  return (
    <div role="status" className={`${banner} bg-bg-subtle`}>
      <p className="min-w-0 flex-1">Paused by you. What you see does not change until you resume.</p>
      <Button onClick={() => setPaused(false)}>Resume</Button>
    </div>
  );
}

const banner = "flex items-center gap-3 border-b px-6 py-1.5 max-md:px-4";
