import { connect } from "node:net";

type Sent = { readonly source: string; readonly name: string };

/** How many commands all clients send to a Redis in so many milliseconds. */
export async function countSent(port: number, forMs: number): Promise<number> {
  return (await listSent(port, forMs)).length;
}

/**
 * The commands that all clients send to a Redis in so many milliseconds, and from where; what scripts did inside is not
 * among them. MONITOR over a plain socket: ioredis 6 takes its lines for replies.
 */
export async function listSent(port: number, forMs: number): Promise<readonly Sent[]> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await new Promise<void>((done, fail) => socket.once("error", fail).once("connect", () => done()));
  socket.write("MONITOR\r\n");
  await new Promise((done) => setTimeout(done, forMs));
  socket.destroy();
  return readMonitored(text);
}

/** A line tells when, from whom (`[0 lua]` for a script's) and what. */
export function readMonitored(monitored: string): readonly Sent[] {
  return monitored.split("\r\n").flatMap((line) => {
    const [, source, name] = /^\+\d+\.\d+ \[\d+ ([^\]]+)\] "([^"]+)"/.exec(line) ?? [];
    return source === undefined || name === undefined || source === "lua" ? [] : [{ source, name: name.toLowerCase() }];
  });
}
