/** Where Redis is, without any secret: safe to show and to log. */
export type RedisDisplay = {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly user: string | null;
  readonly tls: boolean;
};

/** A parsed address. Holds the password: never log it, never send it. */
export type RedisAddress = RedisDisplay & { readonly password: string | null };

export type RedisAddressResult =
  | { readonly kind: "usable"; readonly address: RedisAddress }
  /** `problem` never holds any part of the URL. */
  | { readonly kind: "unusable"; readonly problem: string };

/** Parses a `redis://` or `rediss://` URL once. */
export function parseRedisUrl(text: string): RedisAddressResult {
  const unusable = (problem: string) => ({ kind: "unusable" as const, problem });
  if (!URL.canParse(text)) return unusable("it is no URL");
  const url = new URL(text);
  if (url.protocol !== "redis:" && url.protocol !== "rediss:")
    return unusable("its scheme is not redis:// or rediss://");
  const database = url.pathname === "" || url.pathname === "/" ? "0" : url.pathname.slice(1);
  if (!/^\d{1,5}$/.test(database)) return unusable("its path is not a database number");
  const password = decode(url.password);
  const user = decode(url.username);
  if (password === null || user === null) return unusable("its user or password has a malformed escape");
  return {
    kind: "usable",
    address: {
      host: url.hostname.replace(/^\[|\]$/g, "") || "127.0.0.1",
      port: url.port === "" ? 6379 : Number(url.port),
      database: Number(database),
      user: user === "" ? null : user,
      password: password === "" ? null : password,
      tls: url.protocol === "rediss:",
    },
  };
}

export function toDisplay({ host, port, database, user, tls }: RedisAddress): RedisDisplay {
  return { host, port, database, user, tls };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
