import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { securityHeaders } from "../lib/core/security-headers";
import { createFrontedServer, peerHeader } from "./front-server.mjs";

async function startFronted(): Promise<number> {
  const server = createFrontedServer(createServer, (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/peer") return response.end(`peer ${String(request.headers[peerHeader])}`);
    if (request.url === "/own") response.setHeader("content-security-policy", "script-src 'nonce-1'");
    if (request.url === "/asset") response.setHeader("cache-control", "immutable");
    response.end("next");
  });
  server.on("upgrade", (_request: unknown, socket: { end: (body: string) => void }) => socket.end("next took it"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function send(port: number, request: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(request);
  return text(socket);
}

const asked = "HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";

test.each(["/", "/flows/bull%3Aorders/a%2Fb", "/a?q=%zz", "/%F0%9F%92%A9"])("%s is passed on to Next", async (path) => {
  expect(await send(await startFronted(), `GET ${path} ${asked}\r\n`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*next$/);
});

test.each(["/%", "/flows/%zz", "/api/c/default/jobs/%E0%A4%A/1", "http://evil.example/", "//evil.example/x"])(
  "%s is refused with a 400",
  async (path) => {
    expect(await send(await startFronted(), `GET ${path} ${asked}\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test("the peer's address is told by a header that a client can't set", async () => {
  const forged = `${peerHeader}: 6.6.6.6\r\n`;

  expect(await send(await startFronted(), `GET /peer ${asked}${forged}\r\n`)).toMatch(/peer 127\.0\.0\.1$/);
});

// Next answered TRACE with a 500.
test.each(["TRACE", "PROPFIND", "LINK"])("%s is refused with a 405 that tells the methods", async (method) => {
  const answer = await send(await startFronted(), `${method} /api/health ${asked}\r\n`);

  expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/);
  expect(answer).toContain('"code":"method-not-allowed"');
});

test("an answer that says nothing of storing is not stored, and one that does is left alone", async () => {
  const silent = await send(await startFronted(), `GET / ${asked}\r\n`);
  const asset = await send(await startFronted(), `GET /asset ${asked}\r\n`);

  expect(silent).toContain("\r\ncache-control: no-store\r\n");
  expect(asset).toContain("cache-control: immutable\r\n");
  expect(asset).not.toContain("no-store");
});

test("a request without a Host is refused with the usual headers", async () => {
  const answer = await send(await startFronted(), "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");

  expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*nosniff/);
});

test("an answer of Next that lacks the security headers gets them, and one that has its own keeps them", async () => {
  const bare = await send(await startFronted(), `GET / ${asked}\r\n`);
  const own = await send(await startFronted(), `GET /own ${asked}\r\n`);

  for (const [name] of securityHeaders({ nonce: "n", development: false })) expect(bare).toContain(`\r\n${name}: `);
  expect(own).toContain("content-security-policy: script-src 'nonce-1'\r\n");
  expect(own.match(/content-security-policy/g)).toHaveLength(1);
});

test("a refusal carries every security header, and the API's error shape", async () => {
  const answer = await send(await startFronted(), `GET /api/% ${asked}\r\n`);
  const body: unknown = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")));

  for (const [name] of securityHeaders({ nonce: "n", development: false })) expect(answer).toContain(`\r\n${name}: `);
  expect(body).toMatchObject({ error: { code: "invalid-request" }, requestId: expect.any(String) });
});

test("a browser that asked for a page gets a page", async () => {
  const answer = await send(await startFronted(), `GET /% ${asked}Accept: text/html\r\n\r\n`);

  expect(answer).toMatch(/content-type: text\/html[\s\S]*<h1>Bad request<\/h1>/);
});

test("what is no HTTP gets a 400 with the usual headers", async () => {
  expect(await send(await startFronted(), "GET / HTTP/9.9\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 [\s\S]*nosniff/);
});

test("headers over Node's limit get a 431", async () => {
  expect(await send(await startFronted(), `GET / ${asked}X: ${"x".repeat(64_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
});

test("an upgrade is refused, wherever it wants to go", async () => {
  const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nHost: 127.0.0.1\r\n\r\n";

  expect(await send(await startFronted(), `GET http://127.0.0.1:1/ HTTP/1.1\r\n${upgrade}`)).toMatch(
    /^HTTP\/1\.1 400 /,
  );
});

test("a signal ends the process although an event stream is open", async () => {
  const script = `
    import http from "node:http";
    import { frontServer } from "./.config/front-server.mjs";
    frontServer(() => process.exit(3));
    const server = http.createServer((_request, response) => response.write(": open\\n\\n"));
    server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port) + "\\n"));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  const stream = connect(Number(String(line)), "127.0.0.1");
  stream.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await once(stream, "data");

  child.kill("SIGTERM");

  expect(await once(child, "exit")).toEqual([0, null]);
});
