import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { OwnProcesses, type ProcessStart } from "./own-processes";
import { projectRoot } from "./project-root";

/** A process that stays, and is seen by its open connection to `port` for as long as it lives. */
function stayingProcess(port: number, more: string): ProcessStart {
  const script = `require("node:net").connect(${port}, "127.0.0.1"); process.once("disconnect", () => process.exit()); ${more}`;
  return { label: "staying", args: ["-e", script], cwd: projectRoot, env: process.env };
}

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // safe because a listening TCP server's address is an AddressInfo
  return { server, port: (server.address() as AddressInfo).port };
}

function startOwner(port: number): ChildProcess {
  const start = JSON.stringify(stayingProcess(port, ""));
  const script = `import { OwnProcesses } from "./lib/demo/own-processes.ts"; new OwnProcesses().start(${start});`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

test("a process ends with the one that started it, even when that is killed", async () => {
  const { server, port } = await listen();
  const owner = startOwner(port);
  const [alive]: Socket[] = await once(server, "connection");
  if (alive === undefined) throw new Error("A connection event has its socket.");
  alive.resume();
  const gone = once(alive, "close");

  owner.kill("SIGKILL");

  await gone;
});

test("a process that does not listen to being asked is killed", async () => {
  const { server, port } = await listen();
  const processes = new OwnProcesses();
  const own = processes.start(stayingProcess(port, `process.on("SIGTERM", () => undefined);`));
  await once(server, "connection");

  await processes.stopAll();

  expect(await own.ended).toEqual({ code: null, signal: "SIGKILL" });
});

test("nothing is started once all are being stopped", async () => {
  const processes = new OwnProcesses();

  await processes.stopAll();

  expect(() => processes.start(stayingProcess(1, ""))).toThrow();
});

test("what a process wrote is kept for the message about its end", async () => {
  const processes = new OwnProcesses();
  const own = processes.start({
    label: "talking",
    args: ["-e", `console.log("one"); console.error("two"); process.exit(7)`],
    cwd: projectRoot,
    env: process.env,
  });

  expect(await own.ended).toEqual({ code: 7, signal: null });
  expect(own.output()).toMatch(/one[\s\S]*two|two[\s\S]*one/);
});
