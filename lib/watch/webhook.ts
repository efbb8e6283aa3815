import { createHmac } from "node:crypto";

type Target = {
  readonly url: string;
  readonly secret: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** `reason`: a status, or the kind of failure. Never the address, which may hold a token. */
export type Delivery = { readonly delivered: true } | { readonly delivered: false; readonly reason: string };

const patienceMs = 10_000;

/**
 * POSTs one JSON text to the webhook. With a secret `x-flowlock-signature` is `sha256=` and the HMAC-SHA256 (hex) of
 * `<x-flowlock-timestamp>.<body>`. Redirects are not followed: they would carry the alert elsewhere.
 */
export async function postToWebhook({ url, secret, now }: Target, body: string): Promise<Delivery> {
  const timestamp = String(now());
  const { address, authorization } = splitAddress(url);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Flowlock",
        "x-flowlock-timestamp": timestamp,
        ...authorization,
        ...(secret === null ? {} : { "x-flowlock-signature": signatureOf(secret, `${timestamp}.${body}`) }),
      },
    });
    await response.body?.cancel();
    return response.ok ? { delivered: true } : { delivered: false, reason: `HTTP ${response.status}` };
  } catch (error) {
    return { delivered: false, reason: reasonOf(error) };
  }
}

function signatureOf(secret: string, text: string): string {
  return `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
}

/** `fetch` takes no user and password in an address: they become the header that they stand for. */
function splitAddress(url: string) {
  const address = new URL(url);
  const { username, password } = address;
  address.username = "";
  address.password = "";
  if (username === "" && password === "") return { address, authorization: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, authorization: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}

/** Messages of failed requests hold the address: only codes are told. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${patienceMs / 1_000} s`;
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z_]{1,40}$/.test(code) ? code : "the request failed";
}
