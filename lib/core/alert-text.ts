import { formatDuration } from "./format-duration";
import type { Incident } from "./incident";
import { countOf, jobLabel, queueLabel } from "./job-label";

type Place = { readonly connection: string; readonly environment: string | null };

/** Discord takes no more than 2,000 characters. */
const charactersMax = 1_800;

/** An incident in one paragraph for a chat: what, where, how many flows it holds up, and how it ended. Never job data. */
export function alertText({ culprit, openedAtMs, closedAtMs, closedBy, operator }: Incident, place: Place): string {
  const { job, headline, flows } = culprit;
  const where = `${queueLabel(job.queue)} · ${place.environment ?? place.connection}`;
  const blocks = flows === 0 ? "" : ` Blocks ${countOf(flows, "flow")}.`;
  if (closedAtMs === null || closedBy === null) return cut(plain(`Flowlock: ${headline}${blocks} (${where})`));
  const by = operator === null ? "" : ` by ${operator}`;
  const lasted = formatDuration(closedAtMs - openedAtMs);
  return cut(plain(`Flowlock: ${jobLabel(job)} ${endWords[closedBy]}${by} after ${lasted}. (${where})`));
}

const endWords = { acted: "was acted on", recovered: "recovered", vanished: "was removed" } as const;

/** Neither a mention nor a link of Slack, Mattermost or Discord: a job's name is a stranger's text. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[@<]/g, (sign) => `${sign}\u200B`);
}

function cut(text: string): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}…`;
}
