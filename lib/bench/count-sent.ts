import { connect } from "node:net";

/**
 * Commands that all clients send to a Redis in so many milliseconds; what scripts did inside is not among them.
 * MONITOR over a plain socket: ioredis 6 takes its lines for replies.
 */
export async function countSent(port: number, forMs: number): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await new Promise<void>((done, fail) => socket.once("error", fail).once("connect", () => done()));
  socket.write("MONITOR\r\n");
  await new Promise((done) => setTimeout(done, forMs));
  socket.destroy();
  return countCommands(text);
}

/** A line tells when, from whom (`[0 lua]` for a script's) and what. */
export function countCommands(monitored: string): number {
  return monitored.split("\r\n").filter((line) => /^\+\d+\.\d+ \[\d+ (?!lua\])/.test(line)).length;
}
