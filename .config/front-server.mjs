import { randomUUID } from "node:crypto";
import http from "node:http";

const requestMaxMs = 30_000;
const checkEveryMs = 2_000;
const streamGraceMs = 500;
const stopMaxMs = 1_500;

/**
 * The request header in which Next's handlers, which see no socket, are told the peer's address. Nobody else can set it:
 * its name differs with each start, and what a client sends by it is overwritten.
 */
export const peerHeader = `x-flowlock-peer-${randomUUID()}`;

/**
 * Fronts every HTTP server made after this call, which is Next's. `failed` gets the error of a server that can't listen.
 */
export function frontServer(failed) {
  const createServer = http.createServer.bind(http);
  http.createServer = (...args) => {
    const server = createFrontedServer(
      createServer,
      args.find((arg) => typeof arg === "function"),
    );
    server.once("error", failed);
    endOnSignal(server);
    return server;
  };
}

/** A server that answers 400 with the usual headers where Next answers a bare 500, drops slow requests and takes no upgrade. */
export function createFrontedServer(createServer, listener) {
  // Node refuses a request without Host by itself, without our headers.
  const options = { connectionsCheckingInterval: checkEveryMs, requireHostHeader: false };
  const server = createServer(options, (request, response) => {
    guardHeaders(response);
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    if (request.headers.host === undefined || !isServable(request.url)) refuse(request, response, unreadable);
    else if (!methods.has(request.method)) refuse(request, response, unknownMethod);
    else listener(request, response);
  });
  server.headersTimeout = requestMaxMs;
  server.requestTimeout = requestMaxMs;
  // A reader of an event stream that takes nothing for so long is gone; heartbeats keep the others' sockets busy.
  server.timeout = requestMaxMs;
  server.on("clientError", refuseSocket);
  server.on("connect", (_request, socket) => writeRefusal(socket, "400 Bad Request"));
  refuseUpgrades(server);
  return server;
}

/** A path of this server whose percent escapes can be decoded, not an address of another one. */
export function isServable(url) {
  if (url === undefined || !url.startsWith("/") || url.startsWith("//")) return false;
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

// As lib/core/security-headers.ts, for answers without scripts and styles.
const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** Puts the security headers on an answer that leaves Next without them, such as one to a method it does not know. */
function guardHeaders(response) {
  const writeHead = response.writeHead;
  response.writeHead = (...args) => {
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    return writeHead.apply(response, args);
  };
}

// Next answers 500 to a method that it does not know.
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const unreadable = {
  status: 400,
  headers: {},
  error: {
    code: "invalid-request",
    message: "The request is not valid. See details for the field.",
    details: "The address can't be read.",
  },
  title: "Bad request",
  text: "The address holds a percent escape that can't be read.",
};

const unknownMethod = {
  status: 405,
  headers: { allow: [...methods].join(", ") },
  error: { code: "method-not-allowed", message: "This address does not take this method." },
  title: "Method not allowed",
  text: "This address does not take this method.",
};

function refuse(request, response, { status, headers, error, title, text }) {
  const requestId = randomUUID();
  const wantsPage = !request.url?.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html");
  const body = wantsPage
    ? `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · Flowlock</title><h1>${title}</h1><p>${text}</p><p><a href="/">Back to Flowlock</a></p></html>`
    : JSON.stringify({ error, requestId });
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    "content-type": wantsPage ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "x-request-id": requestId,
    connection: "close",
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

const refusals = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

// Node's own answer to what it can't parse has none of our headers.
function refuseSocket(error, socket) {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  writeRefusal(socket, refusals[error.code] ?? "400 Bad Request");
}

function writeRefusal(socket, status) {
  const headers = Object.entries({ ...securityHeaders, "content-length": 0, connection: "close" });
  socket.end(`HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
}

// We have no WebSocket, and Next's own handler would look at where an upgrade wants to go.
function refuseUpgrades(server) {
  server.on("upgrade", (_request, socket) => writeRefusal(socket, "400 Bad Request"));
  const on = server.on.bind(server);
  server.on = (event, listener) => (event === "upgrade" ? server : on(event, listener));
  server.addListener = server.on;
}

// Next waits for open connections, and an event stream never closes by itself.
function endOnSignal(server) {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.once(signal, () => {
      setTimeout(() => server.closeAllConnections(), streamGraceMs).unref();
      setTimeout(() => process.exit(0), stopMaxMs);
    });
  }
}
