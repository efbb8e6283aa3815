/** Whether `name` (no port) means this machine only: `localhost`, `127.0.0.0/8`, `::1`. */
export function isLoopbackName(name: string): boolean {
  const bare = name.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return bare === "localhost" || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/**
 * Whether a request's `Host` is served: a loopback name, or one of `allowedHosts` (with a port: that port only).
 * It keeps a page of another site from reaching Flowlock through a name that it points at this machine (DNS rebinding).
 */
export function isServedHost(host: string | null, allowedHosts: readonly string[]): boolean {
  const match = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host ?? "");
  const name = match?.[1]?.toLowerCase();
  if (host === null || name === undefined) return false;
  if (isLoopbackName(name)) return true;
  return allowedHosts.some((allowed) => allowed.toLowerCase() === name || allowed.toLowerCase() === host.toLowerCase());
}

export type RequestOrigin = {
  readonly method: string;
  readonly secFetchSite: string | null;
  readonly origin: string | null;
  readonly host: string | null;
};

/**
 * Whether a writing request comes from another site. Browsers send `Sec-Fetch-Site`, older ones `Origin`;
 * a request with neither is a script's and passes.
 */
export function isCrossSiteWrite({ method, secFetchSite, origin, host }: RequestOrigin): boolean {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return false;
  if (secFetchSite !== null) return secFetchSite !== "same-origin";
  if (origin === null) return false;
  return !/^https?:\/\//i.test(origin) || origin.replace(/^https?:\/\//i, "").toLowerCase() !== host?.toLowerCase();
}
