import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { whileLive } from "@/lib/client/live-switch";
import { triageQuery } from "@/lib/client/queries";

const stuckHref = "/icon-stuck.svg";
const everyMs = 10_000;

/** The tab's icon: an amber diamond while anything of the connection is probably stuck. */
export function useFavicon(conn: string, enabled: boolean): void {
  const { data } = useQuery({ ...triageQuery(conn), refetchInterval: whileLive(everyMs), enabled });
  const stuck = data?.culprits.some(({ severity }) => severity === "stuck") ?? false;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
    if (!stuck || icon === null) return;
    const usual = icon.href;
    icon.href = stuckHref;
    return () => {
      icon.href = usual;
    };
  }, [stuck]);
}
