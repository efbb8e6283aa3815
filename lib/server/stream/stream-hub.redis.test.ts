import { FlowProducer, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { streamQuerySchema } from "@/lib/contract/stream-query";
import { streamEventSchemas } from "@/lib/contract/stream-schemas";
import { applyPatch } from "@/lib/core/view-patch";
import type { Doc } from "@/lib/core/view-patch";
import { redisTest } from "@/lib/testing/redis-test";

import type { OpenConnection } from "../open-connection";
import { openTestConnection } from "../test-connection";
import { openStream } from "./open-stream";

type Heard = { readonly id: string; readonly name: keyof typeof streamEventSchemas; readonly data: unknown };

/** Opens a stream and collects its events; `view` is the topic's view as a client puts it together. */
function listen(connection: OpenConnection, query: Record<string, string>, lastEventId: string | null = null) {
  const abort = new AbortController();
  const request = new Request("http://localhost/", {
    signal: abort.signal,
    headers: lastEventId === null ? {} : { "last-event-id": lastEventId },
  });
  const { body } = openStream(connection, streamQuerySchema.parse(query), request);
  const heard: Heard[] = [];
  const ended = collect(body, heard).catch(() => undefined);
  onTestFinished(() => abort.abort());
  return { heard, ended, abort: () => abort.abort(), view: (name: string) => viewOf(heard, name) };
}

async function collect(body: ReadableStream<Uint8Array> | null, heard: Heard[]): Promise<void> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, id, name, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (id !== undefined && isName(name)) heard.push({ id, name, data: JSON.parse(data ?? "") });
    }
  }
}

function isName(name: string | undefined): name is Heard["name"] {
  return name !== undefined && Object.hasOwn(streamEventSchemas, name);
}

function viewOf(heard: readonly Heard[], wanted: string): Doc | null {
  let view: Doc | null = null;
  for (const { name, data } of heard) {
    if (name !== wanted) continue;
    const event = streamEventSchemas[name].parse(data) as { kind?: string; view?: Doc; patch?: never };
    if (event.kind === "snapshot") view = event.view ?? null;
    if (event.kind === "patch" && view !== null && event.patch !== undefined) view = applyPatch(view, event.patch);
  }
  return view;
}

async function addFlow(redis: Redis, prefix: string) {
  const connection = { host: redis.options.host, port: redis.options.port };
  const flows = new FlowProducer({ connection, prefix });
  const children = ["a", "b"].map((id) => ({ name: "child", queueName: "work", opts: { jobId: id } }));
  await flows.add({ name: "root", queueName: "orders", opts: { jobId: "root" }, children });
  await flows.close();
  const queue = new Queue("work", { connection, prefix });
  onTestFinished(() => queue.close());
  return { flow: `${encodeURIComponent(`${prefix}:orders`)}/root`, queue };
}

redisTest(
  "two clients of one flow share each read, and both follow a change as a patch",
  async ({ redis, redisUrl, prefix }) => {
    const { flow, queue } = await addFlow(redis, prefix);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
    const first = listen(connection, { flow, topics: "flow" });
    const second = listen(connection, { flow, topics: "flow" });
    await vi.waitFor(() => expect(second.view("flow")).toMatchObject({ total: 3 }), 5_000);
    expect(connection.stream.load).toEqual({ clients: 2, topics: 1 });

    await (await queue.getJob("a"))?.remove();

    await vi.waitFor(() => {
      for (const client of [first, second]) expect(client.view("flow")).toMatchObject({ total: 2 });
    }, 5_000);
    expect(first.heard.filter(({ name }) => name === "flow")).toEqual(
      second.heard.filter(({ name }) => name === "flow"),
    );
    expect(first.heard.at(-1)?.data).toBeDefined();
  },
);

redisTest(
  "a client that comes back gets what it missed, and the whole where that is not known any more",
  async ({ redis, redisUrl, prefix }) => {
    const { flow, queue } = await addFlow(redis, prefix);
    const connection = await openTestConnection({ redisUrl: redisUrl, prefixes: [prefix] });
    const watcher = listen(connection, { flow, topics: "flow" });
    const gone = listen(connection, { flow, topics: "flow" });
    await vi.waitFor(() => expect(gone.view("flow")).toMatchObject({ total: 3 }), 5_000);
    const lastId = gone.heard.at(-1)?.id ?? "";
    gone.abort();
    await (await queue.getJob("a"))?.remove();
    await vi.waitFor(() => expect(watcher.view("flow")).toMatchObject({ total: 2 }), 5_000);

    const back = listen(connection, { flow, topics: "flow" }, lastId);
    const stranger = listen(connection, { flow, topics: "flow" }, "00000000-1");
    await vi.waitFor(() => expect(stranger.view("flow")).toMatchObject({ total: 2 }), 5_000);
    await vi.waitFor(() => expect(back.heard.length).toBeGreaterThan(0), 5_000);

    expect(back.heard[0]).toMatchObject({ name: "flow", data: { kind: "patch" } });
    expect(viewOf([...gone.heard, ...back.heard], "flow")).toMatchObject({ total: 2 });
  },
);

redisTest("what does not exist is told as an event, and the stream stays open", async ({ redisUrl, prefix }) => {
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  const { heard } = listen(connection, { flow: `${prefix}%3Aorders/none`, topics: "flow,triage" });

  await vi.waitFor(() => {
    expect(heard.find(({ name }) => name === "flow")?.data).toMatchObject({ kind: "failure", code: "flow-not-found" });
    expect(heard.find(({ name }) => name === "triage")?.data).toMatchObject({ kind: "snapshot" });
  }, 5_000);
  expect(connection.stream.load.clients).toBe(1);
});

redisTest(
  "a client that goes away is released, and so is everybody when the server ends",
  async ({ redisUrl, prefix }) => {
    const connection = await openTestConnection({ redisUrl: redisUrl, prefixes: [prefix] });
    const gone = listen(connection, {});
    const stays = listen(connection, {});
    expect(connection.stream.load.clients).toBe(2);

    gone.abort();
    expect(connection.stream.load.clients).toBe(1);
    connection.stream.close();

    await stays.ended;
    expect(connection.stream.load).toEqual({ clients: 0, topics: 0 });
  },
);

test("while Redis is away the stream stays open and says so, and goes on by itself when it is back", async () => {
  const redis = await startEmbeddedRedis();
  onTestFinished(() => redis.stop());
  const connection = await openTestConnection({ redisUrl: redis.url, prefixes: ["bull"] });
  const { heard } = listen(connection, { topics: "triage" });
  const statusNow = () => heard.findLast(({ name }) => name === "heartbeat")?.data;
  await vi.waitFor(() => expect(statusNow()).toMatchObject({ status: "up", sinceAtMs: null }), 5_000);

  process.kill(redis.pid, "SIGSTOP");
  await vi.waitFor(() => expect(statusNow()).toMatchObject({ status: "down", sinceAtMs: expect.any(Number) }), 8_000);
  process.kill(redis.pid, "SIGCONT");

  await vi.waitFor(() => expect(statusNow()).toMatchObject({ status: "up" }), 8_000);
});
