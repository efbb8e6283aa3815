import { tell } from "@/lib/client/tell";

import { loadShareCode } from "./load-share-code";
import type { IncidentOnPage } from "./write-incident";

/** Copies the page's text for an incident channel; says so where what writes it could not be loaded. */
export async function copyIncident(incident: IncidentOnPage): Promise<void> {
  try {
    await (await loadShareCode()).writeIncident(incident);
  } catch {
    tell({ kind: "failed", text: "This could not be copied. Try again when the server answers." });
  }
}
