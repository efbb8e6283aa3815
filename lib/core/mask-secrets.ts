import type { JsonValue } from "./json-value";

const secretKey = /pass|token|secret|card|authorization/i;
const depthMax = 100;

/** A key whose value may be a secret. */
export function soundsSecret(key: string): boolean {
  return secretKey.test(key);
}

/** Replaces the values of keys that sound like secrets, at any depth. */
export function maskSecrets(value: JsonValue, depth = 0): JsonValue {
  if (depth > depthMax) return "…";
  if (Array.isArray(value)) return value.map((item: JsonValue) => maskSecrets(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, soundsSecret(key) ? "••••" : maskSecrets(item, depth + 1)]),
  );
}
