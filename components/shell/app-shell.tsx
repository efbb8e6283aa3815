"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { sayFirstLook } from "@/components/ui/first-look";
import { lazyPart, usePreload } from "@/components/ui/lazy-part";
import { PartFailed } from "@/components/ui/part-failed";
import { usePageReady } from "@/lib/client/page-ready";
import { healthQuery } from "@/lib/client/queries";
import { useLiveStream } from "@/lib/client/use-live-stream";

import type { FindJobProps } from "./find-job";
import { OfflineBanner } from "./offline-banner";
import { whereIs } from "./places";
import { Rail } from "./rail";
import { RedisBanner } from "./redis-banner";
import { ShortcutList } from "./shortcut-list";
import { TabBar } from "./tab-bar";
import { TopBar } from "./top-bar";
import { UnknownConnection } from "./unknown-connection";
import { useFavicon } from "./use-favicon";
import { useShellKeys } from "./use-shell-keys";

const FindJob = lazyPart<FindJobProps>(() => import("./find-job").then((module) => module.FindJob), {
  failed: (retry, { onOpenChange }) => <PartFailed onRetry={retry} onClose={() => onOpenChange(false)} />,
});

const envBar = {
  production: "h-0.5 bg-env",
  staging: "h-0.5 bg-stuck",
  development: "h-px bg-border",
} as const;

type AppShellProps = { readonly conn: string; readonly children: ReactNode };

/** The frame of every page: rail, top bar, environment bar, banner; on a phone a tab bar at the bottom. */
export function AppShell({ conn, children }: AppShellProps): ReactNode {
  const { place, onFlow, isFrozen } = whereIs(usePathname());
  const [finding, setFinding] = useState<boolean | null>(null);
  const ready = usePageReady();
  const { data: health } = useQuery({ ...healthQuery(), enabled: ready });
  const connection = health?.connections.find(({ id }) => id === conn);
  const away = connection !== undefined && connection.status !== "up" && !isFrozen;
  useShellKeys(conn, setFinding);
  usePreload(FindJob);
  useEffect(() => {
    if (!onFlow) sayFirstLook();
  }, [onFlow]);
  useFavicon(conn, ready && !isFrozen);
  useLiveStream(conn, ready && !isFrozen);
  return (
    <div
      className={`grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_auto_minmax(0,1fr)_auto] overflow-hidden ${
        onFlow ? "md:grid-cols-[48px_minmax(0,1fr)]" : "md:grid-cols-[208px_minmax(0,1fr)]"
      }`}
    >
      <a
        href="#content"
        className="sr-only z-50 rounded-ui bg-bg px-3 py-1 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Rail conn={conn} place={place} narrow={onFlow} health={health ?? null} />
      <TopBar
        conn={conn}
        onFlow={onFlow}
        isFrozen={isFrozen}
        writable={health?.writable ?? null}
        environment={health?.environment ?? null}
        onFind={() => setFinding(true)}
      />
      <div aria-hidden="true" className={`col-span-full row-start-2 ${envBar[health?.environment ?? "development"]}`} />
      <div className="col-start-1 row-start-3 md:col-start-2">
        {connection === undefined || isFrozen ? null : (
          <RedisBanner conn={conn} status={connection.status} warnings={connection.warnings} />
        )}
        <OfflineBanner conn={conn} />
      </div>
      <main
        id="content"
        tabIndex={-1}
        className={`col-start-1 row-start-4 flex min-h-0 min-w-0 flex-col overflow-auto outline-none md:col-start-2 ${away ? "opacity-85 grayscale" : ""}`}
      >
        {health !== undefined && connection === undefined ? (
          <UnknownConnection conn={conn} known={health.connections.map(({ id }) => id)} />
        ) : (
          children
        )}
      </main>
      <TabBar conn={conn} place={place} />
      {finding === null ? null : <FindJob conn={conn} open={finding} onOpenChange={setFinding} />}
      <ShortcutList />
    </div>
  );
}
