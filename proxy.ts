import { NextResponse } from "next/server";
import type { NextRequest } from "next/server";

import { apiErrors } from "@/lib/contract/api-error";
import { isCrossSiteWrite, isServedHost } from "@/lib/core/request-guard";
import { securityHeaders } from "@/lib/core/security-headers";
import { isDevelopment, readProcessEnv } from "@/lib/server/env";

const env = readProcessEnv();
const allowedHosts = env.kind === "ready" ? env.env.allowedHosts : [];

/** Guards every request (`Host`, foreign writes) and puts the security headers on every answer. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const headers = securityHeaders({ nonce, development: isDevelopment });
  const response = refusal(request) ?? pass(request, nonce, headers);
  for (const [name, value] of headers) response.headers.set(name, value);
  if (!isStoredOrApi(request.nextUrl.pathname)) response.headers.set("cache-control", "no-store");
  return response;
}

/**
 * The API's answers say `no-store` themselves: what is set here Next also writes over the request's header, by which
 * our pages say how old an answer may be.
 */
function isStoredOrApi(pathname: string): boolean {
  return pathname.startsWith("/_next/static/") || pathname === "/api" || pathname.startsWith("/api/");
}

function pass(request: NextRequest, nonce: string, headers: ReturnType<typeof securityHeaders>): NextResponse {
  const forwarded = new Headers(request.headers);
  // Next finds the nonce for its own scripts in this request header; the root layout reads x-nonce.
  for (const [name, value] of headers) if (name === "content-security-policy") forwarded.set(name, value);
  forwarded.set("x-nonce", nonce);
  return NextResponse.next({ request: { headers: forwarded } });
}

function refusal(request: NextRequest): NextResponse | null {
  const host = request.headers.get("host");
  if (!isServedHost(host, allowedHosts)) return refuse("wrong-host");
  const crossSite = isCrossSiteWrite({
    method: request.method,
    secFetchSite: request.headers.get("sec-fetch-site"),
    origin: request.headers.get("origin"),
    host,
  });
  return crossSite ? refuse("forbidden") : null;
}

function refuse(code: "wrong-host" | "forbidden"): NextResponse {
  const { status, message } = apiErrors[code];
  const requestId = crypto.randomUUID();
  return NextResponse.json(
    { error: { code, message }, requestId },
    { status, headers: { "x-request-id": requestId, "cache-control": "no-store" } },
  );
}
