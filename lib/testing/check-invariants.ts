import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { z } from "zod";

const script = fileURLToPath(new URL("invariants.mjs", import.meta.url));

const violationSchema = z.looseObject({ level: z.string(), rule: z.string(), queue: z.string().optional() });

export type Violation = z.infer<typeof violationSchema>;

type Place = { readonly redisUrl: string; readonly prefix: string };

/** What is inconsistent in BullMQ's data under a prefix, confirmed twice; rejects where it can't be checked. */
export async function checkInvariants({ redisUrl, prefix }: Place): Promise<readonly Violation[]> {
  const child = spawn(process.execPath, [script, prefix], {
    env: { ...process.env, REDIS_URL: redisUrl },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [output, summary, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0 && code !== 1) throw new Error(`The invariants could not be checked: ${summary.trim()}`);
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => violationSchema.parse(JSON.parse(line)));
}
