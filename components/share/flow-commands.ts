import { copyText } from "@/lib/client/copy-text";
import type { ShownFlow } from "@/lib/client/shown-flow";
import { tell } from "@/lib/client/tell";

import { copyLinkWithView } from "./copy-link-with-view";
import { saveJson } from "./save-json";
import { savePng } from "./save-png";
import { saveSnapshot } from "./save-snapshot";
import { writeIncident } from "./write-incident";

export type FlowCommand = {
  readonly label: string;
  /** Why it can't be done now. */
  readonly off: string | null;
  readonly run: () => void;
};

/** The ways to share a flow, for its menu and the palette. */
export function flowCommands(flow: ShownFlow): readonly FlowCommand[] {
  const { conn, view, environment, writable } = flow;
  const incident = { conn, diagnosis: view.diagnosis, environment, isFrozen: false };
  return [
    command("Copy link", () => copyText(window.location.href, "Link copied")),
    command("Copy link with view", copyLinkWithView),
    command("Copy for incident", () => writeIncident(incident)),
    command("Save snapshot", () => saveSnapshot(flow), writable === false ? "read-only" : null),
    command("Download PNG", () => savePng(flow)),
    command("Download JSON", () => saveJson(flow, false)),
    command("Download JSON with job data", () => saveJson(flow, true)),
  ];
}

function command(label: string, run: () => Promise<void>, off: string | null = null): FlowCommand {
  const tellFailure = (error: unknown): void =>
    tell({ kind: "failed", text: error instanceof Error ? error.message : "This could not be done." });
  return { label, off, run: () => void run().catch(tellFailure) };
}
