"use client";

import { useQuery } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { PageHead } from "@/components/page/page-head";
import { Segmented } from "@/components/ui/segmented";
import { healthQuery } from "@/lib/client/queries";
import { singleKeys } from "@/lib/client/single-keys";

import { AlertSettings } from "./alert-settings";
import { LimitSettings } from "./limit-settings";
import { ServerFacts } from "./server-facts";
import { SettingsBlock } from "./settings-block";

const themes = [
  { id: "system", label: "As the system" },
  { id: "light", label: "Light" },
  { id: "dark", label: "Dark" },
] as const;

const switches = [
  { id: "on", label: "On" },
  { id: "off", label: "Off" },
] as const;

const noSubscription = (): (() => void) => () => undefined;

/** What this browser prefers, and what the server was started with. */
export function SettingsPage({ conn }: { readonly conn: string }): ReactNode {
  const health = useQuery(healthQuery()).data;
  return (
    <>
      <title>Settings — Flowlock</title>
      <PageHead
        namesPlace
        title="Settings"
        note="Yours are kept by this browser. The server's come from its environment."
      />
      <SettingsBlock title="Appearance">
        <ThemeChoice />
      </SettingsBlock>
      <SettingsBlock title="Single-key shortcuts" note="Letters that act without Ctrl or ⌘. Press ? for the list.">
        <KeysChoice />
      </SettingsBlock>
      {health === undefined ? null : <ServerFacts conn={conn} health={health} />}
      {health === undefined ? null : <AlertSettings conn={conn} health={health} />}
      {health === undefined ? null : <LimitSettings conn={conn} writable={health.writable} />}
      <div className="border-t" />
    </>
  );
}

function ThemeChoice(): ReactNode {
  const { theme = "system", setTheme } = useTheme();
  // The server knows no preference: until the browser tells it, none stands out wrongly.
  const known = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  const chosen = themes.find(({ id }) => id === theme)?.id ?? "system";
  return <Segmented label="Appearance" segments={themes} value={known ? chosen : "system"} onChange={setTheme} />;
}

function KeysChoice(): ReactNode {
  const on = useSyncExternalStore(singleKeys.subscribe, singleKeys.areOn, () => true);
  return (
    <Segmented
      label="Single-key shortcuts"
      segments={switches}
      value={on ? "on" : "off"}
      onChange={(id) => singleKeys.set(id === "on")}
    />
  );
}
