import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { frontServer, peerHeader } from "./front-server.mjs";
import { checkStartEnv } from "./start-env.mjs";

const serverUrl = new URL("../.next/standalone/server.js", import.meta.url);

const { problems, host, port } = checkStartEnv(process.env);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exit(1);
if (!existsSync(fileURLToPath(serverUrl))) stop("There is no build yet. Run npm run build first.");

process.env.HOSTNAME = host;
process.env.PORT = String(port);
process.env.NODE_ENV = "production";
process.env.FLOWLOCK_PEER_HEADER = peerHeader;
// Started with an IPC channel, such as by the demo: end with whoever holds its other end.
if (process.connected) {
  process.once("disconnect", () => process.exit(0));
  process.channel.unref();
}
const listenProblems = {
  EADDRINUSE: `PORT ${port} is already in use on ${host}. Set PORT to a free one.`,
  EACCES: `PORT ${port} needs more rights than this user has. Set PORT to one from 1024 to 65535.`,
  EADDRNOTAVAIL: `HOST must be an address of this machine; ${host} is none.`,
  ENOTFOUND: `HOST must be an address of this machine; ${host} is not known.`,
};
frontServer((error) =>
  stop(listenProblems[error.code] ?? `Flowlock can't serve on ${host} port ${port}: ${error.code}.`),
);
await import(serverUrl.href);

function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
