import { createServer } from "node:net";

const host = "127.0.0.1";

/** `wanted` when it is free on loopback, else some free port. */
export async function freePort(wanted: number | null): Promise<number> {
  if (wanted !== null && (await tryListen(wanted)) !== null) return wanted;
  const port = await tryListen(0);
  if (port === null) throw new Error("This machine has no free port.");
  return port;
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
