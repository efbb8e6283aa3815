import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";

import { FlowProducer, Worker } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { alertSchema } from "@/lib/contract/alert-schemas";
import type { Alert } from "@/lib/contract/alert-schemas";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import { getHealth } from "../get-health";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { testAlert } from "../test-alert";
import { openTestConnection } from "../test-connection";

const secret = "canary-secret-of-the-webhook";
const within = { timeout: 40_000 };

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly alert: Alert };

/** A real receiver; it refuses everything until it is told to take it. */
async function openReceiver() {
  const received: Received[] = [];
  const receiver = { received, takes: true, url: "" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      if (receiver.takes) received.push({ headers: request.headers, body, alert: alertSchema.parse(JSON.parse(body)) });
      response.writeHead(receiver.takes ? 204 : 500).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  receiver.url = `http://127.0.0.1:${address.port}/canary-path`;
  return receiver;
}

/** The flow's root waits for a worker that does not exist, which is another incident. */
function ofTheCard(received: readonly Received[]): readonly Received[] {
  return received.filter(({ alert }) => alert.incident?.culprit.job.id === "card-1");
}

redisTest(
  "one signed alert is sent per opened and per closed incident; what the webhook refuses outlives a restart",
  async ({ redisUrl, prefix }) => {
    const receiver = await openReceiver();
    receiver.takes = false;
    const { hostname: host, port } = new URL(redisUrl);
    const bull = { connection: { host, port: Number(port) }, prefix };
    const worker = new Worker("cards", () => new Promise(() => {}), { ...bull, lockDuration: 1_000 });
    onTestFinished(() => worker.close(true));
    const flows = new FlowProducer(bull);
    await flows.add({
      name: "order",
      queueName: "orders",
      opts: { jobId: "order-1" },
      children: [{ name: "charge", queueName: "cards", opts: { jobId: "card-1", failParentOnFailure: true } }],
    });
    await flows.close();
    const options = {
      ...{ redisUrl, prefixes: [prefix], id: prefix, writable: true },
      ...{ webhookUrl: receiver.url, webhookSecret: secret },
      store: "redis",
    } as const;
    const first = await openTestConnection(options);
    await expect.poll(() => first.alerts.state(), within).toMatchObject({ lastFailure: { reason: "HTTP 500" } });
    await first.close();

    receiver.takes = true;
    const second = await openTestConnection(options);
    await expect.poll(() => ofTheCard(receiver.received).length, within).toBe(1);
    const { outcomes } = await previewAction(second, {
      action: "fail",
      jobs: [{ queue: `${prefix}:cards`, id: "card-1" }],
    });
    const jobs = outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
    await performAction(second, { action: "fail", jobs, reason: "it hangs" }, callerOf("r"));
    await expect.poll(() => ofTheCard(receiver.received).length, within).toBe(2);

    const [opened, closed] = ofTheCard(receiver.received);
    expect(opened?.alert).toMatchObject({ event: "incident-opened", incident: { closedAtMs: null } });
    expect(closed?.alert).toMatchObject({ event: "incident-closed", incident: { closedBy: "acted" } });
    expect(opened?.alert.incident?.id).toBe(closed?.alert.incident?.id);
    expect(opened?.alert.text).toContain("A live worker has renewed the lock of charge");
    for (const { headers, body } of receiver.received) {
      const signed = `${String(headers["x-flowlock-timestamp"])}.${body}`;
      expect(headers["x-flowlock-signature"]).toBe(
        `sha256=${createHmac("sha256", secret).update(signed).digest("hex")}`,
      );
    }
    const health = await getHealth({ connections: [second], version: "1", writable: true, environment: null });
    expect(health.connections[0]?.alerts).toMatchObject({ lastFailure: null });
    expect(JSON.stringify(health)).not.toContain("canary");
  },
);

redisTest(
  "a test alert says what came of it, and is refused read-only and without a webhook",
  async ({ redisUrl, prefix }) => {
    const receiver = await openReceiver();
    const options = { redisUrl, prefixes: [prefix], writable: true };
    const connection = await openTestConnection({ ...options, webhookUrl: receiver.url });
    const without = await openTestConnection(options);
    const readOnly = await openTestConnection({ ...options, writable: false, webhookUrl: receiver.url });

    expect(await testAlert(connection, callerOf("r"))).toEqual({ delivered: true, reason: null });
    receiver.takes = false;
    expect(await testAlert(connection, callerOf("r"))).toEqual({ delivered: false, reason: "HTTP 500" });
    await expect(testAlert(without, callerOf("r"))).rejects.toMatchObject({ code: "invalid-request" });
    await expect(testAlert(readOnly, callerOf("r"))).rejects.toMatchObject({ code: "read-only" });
    expect(receiver.received.map(({ alert, headers }) => [alert.event, headers["x-flowlock-signature"]])).toEqual([
      ["test", undefined],
    ]);
  },
);
