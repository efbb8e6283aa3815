import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export type DelayProxy = { readonly port: number; close(): Promise<void> };

/** Stands between a client and a Redis of this machine and lets every byte arrive half a round trip later. */
export async function openDelayProxy(options: {
  readonly port: number;
  readonly roundTripMs: number;
}): Promise<DelayProxy> {
  const halfMs = options.roundTripMs / 2;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(options.port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    forward(client, upstream, halfMs);
    forward(upstream, client, halfMs);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // safe because a listening TCP server's address is an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Timers count whole milliseconds and are late, so that the rest of a delay is waited for turn by turn. */
function forward(from: Socket, to: Socket, delayMs: number): void {
  const waiting: { readonly dueAtMs: number; readonly chunk: Buffer }[] = [];
  const send = () => {
    const nowMs = performance.now();
    for (let [first] = waiting; first !== undefined && first.dueAtMs <= nowMs; [first] = waiting) {
      waiting.shift();
      if (to.writable) to.write(first.chunk);
    }
    if (waiting.length > 0) setImmediate(send);
  };
  from.on("data", (chunk: Buffer) => {
    waiting.push({ dueAtMs: performance.now() + delayMs, chunk });
    if (waiting.length === 1) setImmediate(send);
  });
  from.on("close", () => to.end());
}
