import { setTimeout as delay } from "node:timers/promises";
import { type Job, UnrecoverableError } from "bullmq";
import type { ShopJobName } from "./shop-step";
import { endlessPicture, silentGateway } from "./trouble-flows";

type Work = (job: Job) => Promise<unknown>;

/** Does a shop's job. The two that hang do so in their first run only, so that a retry shows the flow going on. */
export async function processShopJob(job: Job): Promise<unknown> {
  if (!isShopJobName(job.name)) throw new UnrecoverableError(`The demo's shop has no job called ${job.name}.`);
  return workOf[job.name](job);
}

const workOf: Record<ShopJobName, Work> = {
  "fulfil-order": (job) => collect(job, "fulfilled"),
  settle: (job) => collect(job, "settled"),
  "refund-order": (job) => collect(job, "refunded"),
  "publish-product": (job) => collect(job, "published"),
  "publish-catalogue": (job) => collect(job, "published"),
  "bill-customer": (job) => collect(job, "billed"),
  "welcome-customer": (job) => collect(job, "welcomed"),
  "dispatch-wave": (job) => collect(job, "dispatched"),
  "charge-card": chargeCard,
  "check-fraud": checkFraud,
  "make-thumbnail": makeThumbnail,
  resize: resizePicture,
  "print-labels": printLabels,
  "pack-parcel": (job) => workFor(job, 900, { tracking: `JD0146${job.timestamp}` }),
  "refund-card": (job) => workFor(job, 700, { refunded: true }),
  restock: (job) => workFor(job, 400, { shelf: "C-14" }),
  watermark: (job) => workFor(job, 300, { position: "bottom-right" }),
  "create-invoice": (job) => workFor(job, 500, { pdf: `invoices/${job.id}.pdf` }),
  "send-welcome": (job) => workFor(job, 200, { accepted: true }),
};

function isShopJobName(name: string): name is ShopJobName {
  return Object.hasOwn(workOf, name);
}

/** A parent's own work, after its children: short. */
async function collect(job: Job, outcome: string): Promise<unknown> {
  const children = Object.keys(await job.getChildrenValues()).length;
  await workFor(job, 250, null);
  return { [outcome]: true, children };
}

async function chargeCard(job: Job): Promise<unknown> {
  await job.log(`POST https://${job.data.gateway}.example/v1/charges, ${job.data.amountCents} cents`);
  if (job.data.gateway === silentGateway && !ranBefore(job)) return neverSettles();
  await workFor(job, 800, null);
  if (job.data.declined === true) throw new UnrecoverableError("Card declined: insufficient funds");
  await job.log("201 Created");
  return { charge: `ch_${job.id}`, captured: true };
}

async function checkFraud(job: Job): Promise<unknown> {
  await workFor(job, 300, null);
  if (job.data.unreachable === true) throw new UnrecoverableError("Fraud service did not answer within 2 s");
  return { risk: "low" };
}

async function makeThumbnail(job: Job): Promise<unknown> {
  if (job.data.source === endlessPicture && !ranBefore(job)) {
    await job.log(`decoding ${endlessPicture}`);
    return neverSettles();
  }
  await delay(15);
  return { bytes: 9_214 };
}

async function resizePicture(job: Job): Promise<unknown> {
  await workFor(job, 400, null);
  const attempts = job.opts.attempts ?? 1;
  // Stack traces outlive a retry by hand, so the first retry after the last attempt finds the upload completed.
  if (job.data.uploadBrokeOff === true && (job.stacktrace ?? []).length < attempts) {
    throw new Error(`${job.data.source}: premature end of JPEG file (1048576 of 4182330 bytes)`);
  }
  return { widthPx: job.data.widthPx };
}

async function printLabels(job: Job): Promise<unknown> {
  const labels: number = job.data.labels;
  for (let printed = 0; printed < labels; printed += 2) {
    await delay(2_000);
    // One decimal, so that each step is seen as progress.
    await job.updateProgress(Math.round(((printed + 2) / labels) * 1_000) / 10);
    if (printed % 100 === 0) await job.log(`${printed + 2} of ${labels} labels printed`);
  }
  return { labels };
}

async function workFor(job: Job, usualMs: number, result: unknown): Promise<unknown> {
  await delay(usualMs * (0.5 + Math.random()));
  if (result !== null) await job.log("done");
  return result;
}

function ranBefore(job: Job): boolean {
  return job.attemptsStarted > 1 || (job.stacktrace ?? []).length > 0;
}

/** What a request without a timeout does when the other side goes silent. */
function neverSettles(): Promise<never> {
  return new Promise(() => undefined);
}
