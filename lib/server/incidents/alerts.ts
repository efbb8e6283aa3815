import "server-only";

import { randomUUID } from "node:crypto";

import type { Alert } from "@/lib/contract/alert-schemas";
import type { Incident } from "@/lib/contract/record-schemas";
import { alertText } from "@/lib/core/alert-text";
import type { RecordStore } from "@/lib/store/record-store";
import { Outbox } from "@/lib/watch/outbox";
import type { OutboxState } from "@/lib/watch/outbox";
import { postToWebhook } from "@/lib/watch/webhook";
import type { Delivery } from "@/lib/watch/webhook";

import type { Env } from "../env";
import { log } from "../log";

type Options = {
  readonly id: string;
  readonly env: Pick<Env, "webhookUrl" | "webhookSecret" | "environment">;
  readonly store: RecordStore;
  readonly now: () => number;
  /** Told of each try to deliver. */
  readonly onDelivery: (delivered: boolean) => void;
};

/** Tells the webhook of incidents, where one is configured. */
export class Alerts {
  readonly #options: Options;
  readonly #outbox: Outbox | null;
  #isFailing = false;

  constructor(options: Options) {
    this.#options = options;
    const { env, store, now } = options;
    const { webhookUrl: url, webhookSecret: secret } = env;
    const post = (body: string): Promise<Delivery> =>
      url === null
        ? Promise.resolve({ delivered: false, reason: "not set" })
        : postToWebhook({ url, secret, now }, body);
    this.#outbox = url === null ? null : new Outbox({ store, post, now, onTry: (one) => this.#tell(one) });
  }

  /** `null` where no webhook is configured. */
  state(): OutboxState | null {
    return this.#outbox?.state() ?? null;
  }

  /** Keeps the news of an incident until the webhook took it; nobody waits for that. */
  note(incident: Incident): void {
    const event = incident.closedAtMs === null ? "incident-opened" : "incident-closed";
    const id = `${incident.id}-${event}`;
    const text = alertText(incident, { connection: this.#options.id, environment: this.#options.env.environment });
    const alert = this.#toAlert({ id, event, incident, text, atMs: incident.closedAtMs ?? incident.openedAtMs });
    void this.#outbox?.add(id, JSON.stringify(alert)).then(() => this.#outbox?.flush());
  }

  /** Sends what waits, where a try is due: told after each sweep of the process that leads. */
  flush(): void {
    this.#outbox?.flush();
  }

  /** Resolves when the try that is under way has ended. */
  async settled(): Promise<void> {
    await this.#outbox?.settled();
  }

  /** `null` where no webhook is configured. */
  async sendTest(): Promise<Delivery | null> {
    if (this.#outbox === null) return null;
    const text = "Flowlock: this is a test. Alerts arrive here.";
    const alert = this.#toAlert({ id: randomUUID(), event: "test", incident: null, text, atMs: this.#options.now() });
    return this.#outbox.sendNow(JSON.stringify(alert));
  }

  #toAlert(about: Pick<Alert, "id" | "event" | "incident" | "text" | "atMs">): Alert {
    const { id: connection, env } = this.#options;
    const { environment } = env;
    return { version: 1, ...about, connection, environment, content: about.text, allowed_mentions: { parse: [] } };
  }

  /** One line when deliveries begin to fail and when they work again. */
  #tell(delivery: Delivery): void {
    this.#options.onDelivery(delivery.delivered);
    if (this.#isFailing === !delivery.delivered) return;
    this.#isFailing = !delivery.delivered;
    const connection = this.#options.id;
    if (delivery.delivered) log("info", "The webhook takes alerts again.", { connection });
    else log("warn", "The webhook does not take alerts. They wait.", { connection, code: delivery.reason });
  }
}
