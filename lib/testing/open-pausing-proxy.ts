import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

type Pause = {
  /** A command's name as the client sends it. */
  readonly command: string;
  /** Which of them, counted from one. */
  readonly nth: number;
  /**
   * Done before that command reaches Redis, and after the replies to all earlier ones. Where it rejects, the command
   * never reaches Redis and the connection is cut.
   */
  readonly change: () => Promise<unknown>;
  /** The connection is cut when Redis answers that command. */
  readonly losesReply?: boolean;
};

/** A client whose nth command of a name waits until something was changed: a race that runs the same way each time. */
export async function openPausingRedis(redisUrl: string, pause: Pause): Promise<Redis> {
  const port = await openPausingPort(redisUrl, pause);
  const redis = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: 1, protocol: 2 });
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** The same for a client of the test's own: a port of 127.0.0.1 until the test ends. */
export async function openPausingPort(redisUrl: string, pause: Pause): Promise<number> {
  const { hostname, port: redisPort } = new URL(redisUrl);
  const sockets = new Set<Socket>();
  const once = { isOver: false };
  const server = createServer((client) => {
    const upstream = connect(Number(redisPort), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    forward(client, upstream, { pause, once });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // safe because a listening TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return port;
}

/** Longer than the start of any command. */
const startMax = 64;

type Forwarding = { readonly pause: Pause; readonly once: { isOver: boolean } };

function forward(client: Socket, upstream: Socket, { pause, once }: Forwarding): void {
  // A command's name comes first in its array (RESP), so that arguments of the same text do not count.
  const start = new RegExp(`\\*\\d+\\r\\n\\$${pause.command.length}\\r\\n${pause.command}\\r\\n`, "g");
  let [seen, tail, isLast] = [0, "", false];
  let sent = Promise.resolve();
  client.on("data", (chunk: Buffer) => {
    const text = tail + chunk.toString("latin1").toLowerCase();
    const starts = [...text.matchAll(start)];
    const last = starts.at(-1);
    const before = seen;
    seen += starts.length;
    tail = text.slice(last === undefined ? 0 : last.index + last[0].length).slice(-startMax);
    // A client that dials anew is not held up again.
    const isNow = !once.isOver && before < pause.nth && seen >= pause.nth;
    if (isNow) once.isOver = true;
    sent = sent.then(async () => {
      if (isNow) await pause.change();
      isLast = isNow && pause.losesReply === true;
      upstream.write(chunk);
    });
    sent.catch(() => client.destroy());
  });
  upstream.on("data", (chunk: Buffer) => void (isLast ? client.destroy() : client.write(chunk)));
  client.on("close", () => upstream.end());
  upstream.on("close", () => client.end());
}
