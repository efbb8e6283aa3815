import type { FlowJob, JobsOptions } from "bullmq";
import type { ShopQueue } from "./shop-queues";

export type ShopJobName =
  | "fulfil-order"
  | "settle"
  | "charge-card"
  | "check-fraud"
  | "pack-parcel"
  | "refund-order"
  | "refund-card"
  | "restock"
  | "publish-product"
  | "resize"
  | "watermark"
  | "publish-catalogue"
  | "make-thumbnail"
  | "bill-customer"
  | "create-invoice"
  | "welcome-customer"
  | "send-welcome"
  | "dispatch-wave"
  | "print-labels";

export type ShopStep = {
  readonly queue: ShopQueue;
  readonly name: ShopJobName;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly opts?: JobsOptions;
  readonly children?: readonly FlowJob[];
};

/** How many finished jobs each queue keeps, so that memory stays flat however long the shop is open. */
const keptJobs = {
  orders: { removeOnComplete: { count: 200 }, removeOnFail: { count: 40 } },
  payments: { removeOnComplete: { count: 600 }, removeOnFail: { count: 200 } },
  invoices: { removeOnComplete: { count: 200 }, removeOnFail: { count: 100 } },
  shipping: { removeOnComplete: { count: 600 }, removeOnFail: { count: 200 } },
  // More than the catalogue's 2,000 thumbnails, which everyday jobs must not push out soon.
  media: { removeOnComplete: { count: 4_000 }, removeOnFail: { count: 200 } },
  mail: { removeOnComplete: { count: 200 }, removeOnFail: { count: 100 } },
} as const satisfies Record<ShopQueue, JobsOptions>;

/** One job of a flow with the queue's retention. */
export function shopStep({ queue, name, id, data, opts, children }: ShopStep): FlowJob {
  return {
    name,
    queueName: queue,
    data,
    opts: { jobId: id, ...keptJobs[queue], ...opts },
    ...(children === undefined ? {} : { children: [...children] }),
  };
}
