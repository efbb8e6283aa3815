import "server-only";

import { readFileSync } from "node:fs";

import { z } from "zod";

import { parseRedisUrl } from "@/lib/redis/redis-address";
import { isLoopbackName } from "@/lib/core/request-guard";

/** Everything that the environment decides, checked. Holds secrets: never log it, never send it. */
export type Env = {
  readonly redisUrl: string;
  /** Only these prefixes; `null`: all that are found. */
  readonly prefixes: readonly string[] | null;
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly writable: boolean;
  readonly environment: "production" | "staging" | "development" | null;
  readonly sampleMs: number;
  readonly discoveryMs: number;
  readonly slowMs: number;
  readonly stuckMs: number;
  readonly store: "memory" | "redis";
  readonly storeUrl: string | null;
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
  readonly allowUnauthenticated: boolean;
};

export type EnvResult =
  | { readonly kind: "ready"; readonly env: Env }
  /** One line for each variable that can't be used. No line holds a value. */
  | { readonly kind: "unusable"; readonly problems: readonly string[] };

type Source = Readonly<Record<string, string | undefined>>;

/** What each variable accepts, as the line says that stops the start. */
const accepts = {
  REDIS_URL: "a redis:// or rediss:// URL, such as redis://127.0.0.1:6379",
  BULL_PREFIX: "prefixes separated by commas, such as bull,{shop}",
  HOST: "a host name or address to listen on, such as 127.0.0.1; others than loopback need sign-in or FLOWLOCK_ALLOW_UNAUTHENTICATED=1",
  PORT: "a port from 0 to 65535",
  FLOWLOCK_ALLOWED_HOSTS: "host names separated by commas, without scheme and path",
  FLOWLOCK_WRITE: "1 (actions are allowed) or 0",
  FLOWLOCK_ENV: "production, staging or development",
  FLOWLOCK_SAMPLE_MS: "whole milliseconds from 100 to 600000",
  FLOWLOCK_DISCOVERY_MS: "whole milliseconds from 100 to 3600000",
  FLOWLOCK_SLOW_MS: "whole milliseconds from 100 to 604800000",
  FLOWLOCK_STUCK_MS: "whole milliseconds from 100 to 604800000",
  FLOWLOCK_STORE: "memory or redis",
  FLOWLOCK_STORE_URL: "a redis:// or rediss:// URL",
  FLOWLOCK_WEBHOOK_URL: "an http:// or https:// URL",
  FLOWLOCK_WEBHOOK_SECRET: "a text of at least 16 characters",
  FLOWLOCK_ALLOW_UNAUTHENTICATED: "1 or 0",
} as const;

type Name = keyof typeof accepts;

/** Variables that may come from a file instead, named by `<variable>_FILE`: they can hold secrets. */
const fileNames = ["REDIS_URL", "FLOWLOCK_STORE_URL", "FLOWLOCK_WEBHOOK_URL", "FLOWLOCK_WEBHOOK_SECRET"] as const;

const redisUrl = z.string().refine((text) => parseRedisUrl(text).kind === "usable");
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const flag = z.enum(["0", "1"]).transform((text) => text === "1");

const schema = z.object({
  REDIS_URL: redisUrl.default("redis://127.0.0.1:6379"),
  BULL_PREFIX: list.optional(),
  HOST: z
    .string()
    .max(255)
    .regex(/^[\w.:%[\]-]+$/)
    .default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535).default(3_000),
  FLOWLOCK_ALLOWED_HOSTS: list.pipe(z.array(z.string().regex(/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i))).default([]),
  FLOWLOCK_WRITE: flag.default(false),
  FLOWLOCK_ENV: z.enum(["production", "staging", "development"]).optional(),
  FLOWLOCK_SAMPLE_MS: wholeNumber(100, 600_000).default(5_000),
  FLOWLOCK_DISCOVERY_MS: wholeNumber(100, 3_600_000).default(10_000),
  FLOWLOCK_SLOW_MS: wholeNumber(100, 604_800_000).default(300_000),
  FLOWLOCK_STUCK_MS: wholeNumber(100, 604_800_000).default(600_000),
  FLOWLOCK_STORE: z.enum(["memory", "redis"]).optional(),
  FLOWLOCK_STORE_URL: redisUrl.optional(),
  FLOWLOCK_WEBHOOK_URL: z
    .string()
    .refine((text) => hasScheme(text, ["http:", "https:"]))
    .optional(),
  FLOWLOCK_WEBHOOK_SECRET: z.string().min(16).optional(),
  FLOWLOCK_ALLOW_UNAUTHENTICATED: flag.default(false),
});

/** Checks the environment; an empty value counts as unset. */
export function parseEnv(source: Source, readFile: (path: string) => string = readSecretFile): EnvResult {
  const { values, problems } = collect(source, readFile);
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    for (const name of names) if (isName(name)) problems.push(problemLine(name));
  }
  if (!parsed.success || problems.length > 0) return { kind: "unusable", problems };
  const env = toEnv(parsed.data);
  const isPublic = !isLoopbackName(env.host) && !env.allowUnauthenticated;
  return isPublic ? { kind: "unusable", problems: [problemLine("HOST")] } : { kind: "ready", env };
}

export const isProduction = process.env.NODE_ENV === "production";
/** The header by which `.config/start.mjs` tells a peer's address; `null` where another server listens. */
export const peerHeader = process.env.FLOWLOCK_PEER_HEADER ?? null;
export const isDevelopment = process.env.NODE_ENV === "development";

/** Checks the environment of this process. */
export function readProcessEnv(): EnvResult {
  return parseEnv(process.env);
}

function toEnv(values: z.infer<typeof schema>): Env {
  return {
    redisUrl: values.REDIS_URL,
    prefixes: values.BULL_PREFIX === undefined || values.BULL_PREFIX.length === 0 ? null : values.BULL_PREFIX,
    host: values.HOST,
    port: values.PORT,
    allowedHosts: values.FLOWLOCK_ALLOWED_HOSTS,
    writable: values.FLOWLOCK_WRITE,
    environment: values.FLOWLOCK_ENV ?? null,
    sampleMs: values.FLOWLOCK_SAMPLE_MS,
    discoveryMs: values.FLOWLOCK_DISCOVERY_MS,
    slowMs: values.FLOWLOCK_SLOW_MS,
    stuckMs: values.FLOWLOCK_STUCK_MS,
    store: values.FLOWLOCK_STORE ?? defaultStore(values),
    storeUrl: values.FLOWLOCK_STORE_URL ?? null,
    webhookUrl: values.FLOWLOCK_WEBHOOK_URL ?? null,
    webhookSecret: values.FLOWLOCK_WEBHOOK_SECRET ?? null,
    allowUnauthenticated: values.FLOWLOCK_ALLOW_UNAUTHENTICATED,
  };
}

/** Records go to Redis where writing is allowed there, or where another Redis was named for them. */
function defaultStore(values: z.infer<typeof schema>): Env["store"] {
  return values.FLOWLOCK_WRITE || values.FLOWLOCK_STORE_URL !== undefined ? "redis" : "memory";
}

function collect(
  source: Source,
  readFile: (path: string) => string,
): { values: Record<string, string>; problems: string[] } {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of Object.keys(accepts)) {
    const value = source[name]?.trim();
    if (value !== undefined && value !== "") values[name] = value;
  }
  for (const name of fileNames) {
    const path = source[`${name}_FILE`]?.trim();
    if (path === undefined || path === "") continue;
    try {
      values[name] = readFile(path).trim();
    } catch {
      problems.push(`${name}_FILE can't be used: it accepts the path of a readable file.`);
    }
  }
  return { values, problems };
}

function problemLine(name: Name): string {
  return `${name} can't be used: it accepts ${accepts[name]}.`;
}

function isName(name: string): name is Name {
  return Object.hasOwn(accepts, name);
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && schemes.includes(url.protocol) && url.hostname !== "";
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}

function readSecretFile(path: string): string {
  return readFileSync(path, "utf8");
}
