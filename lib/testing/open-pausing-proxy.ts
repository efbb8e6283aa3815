import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

type Pause = {
  /** A command's name as the client sends it. */
  readonly command: string;
  /** Which of them, counted from one. */
  readonly nth: number;
  /** Done before that command reaches Redis, and after the replies to all earlier ones. */
  readonly change: () => Promise<unknown>;
};

/** A client whose nth command of a name waits until something was changed: a race that runs the same way each time. */
export async function openPausingRedis(redisUrl: string, pause: Pause): Promise<Redis> {
  const { hostname, port: redisPort } = new URL(redisUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(redisPort), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    upstream.pipe(client);
    forward(client, upstream, pause);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // safe because a listening TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo;
  const redis = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: 1, protocol: 2 });
  onTestFinished(async () => {
    redis.disconnect();
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return redis;
}

function forward(client: Socket, upstream: Socket, { command, nth, change }: Pause): void {
  const name = `\r\n${command}\r\n`;
  let [seen, tail] = [0, ""];
  let sent = Promise.resolve();
  client.on("data", (chunk: Buffer) => {
    const text = tail + chunk.toString("latin1").toLowerCase();
    const before = seen;
    seen += text.split(name).length - 1;
    tail = text.slice(text.lastIndexOf(name) + 1).slice(1 - name.length);
    const isNow = before < nth && seen >= nth;
    sent = sent.then(async () => {
      if (isNow) await change();
      upstream.write(chunk);
    });
    sent.catch(() => client.destroy());
  });
  client.on("close", () => upstream.end());
}
