import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Opens live streams of a running Flowlock and prints how many hold and what they hear:
 * `npx tsx lib/bench/stream-load.ts http://127.0.0.1:3000 [clients] [seconds]`.
 * Twenty clients more take nothing, and must not slow the others.
 */
const [, , base = "http://127.0.0.1:3000", clientsText = "1000", secondsText = "60"] = process.argv;
const clients = Number(clientsText);
const slowClients = 20;
const openAtOnce = 50;

const heard = { open: 0, dropped: 0, heartbeats: 0, bytes: 0, gapsMs: [] as number[] };

for (let opened = 0; opened < clients; opened += openAtOnce) {
  await Promise.all(Array.from({ length: Math.min(openAtOnce, clients - opened) }, listen));
}
const slow = await Promise.all(Array.from({ length: slowClients }, connect));
for (const response of slow) response.pause();
process.stdout.write(`${heard.open} of ${clients} streams are open, ${slow.length} more take nothing.\n`);
heard.gapsMs = [];
const answersMs: number[] = [];
for (let second = 0; second < Number(secondsText); second += 1) {
  const startedAtMs = performance.now();
  await (await fetch(`${base}/api/c/default/triage`)).arrayBuffer();
  answersMs.push(performance.now() - startedAtMs);
  await wait(1_000);
}
process.stdout.write(
  `After ${secondsText} s: ${heard.dropped} dropped, ${heard.heartbeats} heartbeats, ${(heard.bytes / 1e6).toFixed(1)} MB; ` +
    `between heartbeats p50 ${share(heard.gapsMs, 0.5)} ms, p99 ${share(heard.gapsMs, 0.99)} ms; ` +
    `triage over HTTP beside them p50 ${share(answersMs, 0.5)} ms, p99 ${share(answersMs, 0.99)} ms.\n`,
);
process.exit(0);

async function listen(): Promise<void> {
  const response = await connect();
  let lastAtMs = performance.now();
  heard.open += 1;
  response.on("data", (chunk: Buffer) => {
    heard.bytes += chunk.length;
    if (!chunk.includes("event: heartbeat")) return;
    heard.heartbeats += 1;
    heard.gapsMs.push(performance.now() - lastAtMs);
    lastAtMs = performance.now();
  });
  response.on("close", () => (heard.dropped += 1));
  response.on("error", () => undefined);
}

function connect(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${base}/api/c/default/stream`, { agent: false }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`A stream answered ${response.statusCode}.`));
    }).once("error", reject);
  });
}

function share(values: readonly number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
}
