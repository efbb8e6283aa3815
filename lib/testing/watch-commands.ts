import { connect } from "node:net";

type Place = { readonly redisUrl: string };

export type SeenCommand = {
  /** In lower case, as ACL rules have it. */
  readonly name: string;
  /** As MONITOR writes them: other than printable ASCII is escaped. */
  readonly args: readonly string[];
  /** Run by a script. */
  readonly scripted: boolean;
};

/**
 * What Redis is told by MONITOR while `act` runs, by whomever. Read from a socket of its own: ioredis takes what follows
 * the first answer in the same chunk for answers to its own commands.
 */
export async function watchCommands<T>(
  { redisUrl }: Place,
  act: () => Promise<T>,
): Promise<{ readonly answer: T; readonly commands: readonly SeenCommand[] }> {
  const { hostname, port } = new URL(redisUrl);
  const monitor = connect(Number(port), hostname);
  let text = "";
  const arrives = (what: string) =>
    new Promise<void>((done, fail) => {
      const look = () => text.includes(what) && done();
      monitor.on("data", look).once("error", fail);
      look();
    });
  monitor.on("data", (chunk: Buffer) => void (text += chunk.toString("latin1")));
  monitor.write("MONITOR\r\n");
  await arrives("+OK\r\n");
  const answer = await act();
  const last = `the-last-${Math.random()}`;
  const other = connect(Number(port), hostname);
  other.write(`ECHO ${last}\r\n`);
  await arrives(`"${last}"`);
  for (const socket of [monitor, other]) socket.destroy();
  return { answer, commands: text.split("\r\n").flatMap(toCommand) };
}

/** `+1700000000.123456 [0 lua] "HGET" "key" "field"`, or `[0 127.0.0.1:50000]` for a client. */
function toCommand(line: string): readonly SeenCommand[] {
  const match = /^\+[\d.]+ \[\d+ (\S+)\] (.*)$/.exec(line);
  if (match === null) return [];
  const [name = "", ...args] = [...(match[2] ?? "").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, arg = ""]) => arg);
  return [{ name: name.toLowerCase(), args, scripted: match[1] === "lua" }];
}
