import type { FlowJob } from "bullmq";
import { pickAmountCents, pickCard, pickCarrier, pickCustomer, pickProduct, type Random } from "./shop-catalogue";
import { shopStep } from "./shop-step";

/** What may be added now: flows into a queue that does not move are held back, or they would pile up for ever. */
export type OpenLines = { readonly invoices: boolean; readonly mail: boolean };

/** One of the flows that keep coming in a shop; `number` makes the ids unique. */
export function everydayFlow(number: number, random: Random, open: OpenLines): FlowJob {
  const draw = random();
  if (open.invoices && draw < 0.15) return billCustomer(number, random);
  if (open.mail && draw >= 0.15 && draw < 0.3) return welcomeCustomer(number, random);
  if (draw < 0.5) return publishProduct(number, random);
  if (draw < 0.62) return refundOrder(number, random);
  return fulfilOrder(number, random, { gateway: "pay-eu-1", declined: random() < 0.06 });
}

/** An order with its payment two levels below it; each level fails its parent if it fails. */
export function fulfilOrder(
  number: number,
  random: Random,
  charge: { readonly gateway: string; readonly declined: boolean },
): FlowJob {
  const amountCents = pickAmountCents(random);
  return shopStep({
    queue: "orders",
    name: "fulfil-order",
    id: `order-${number}`,
    data: {
      order: number,
      customer: pickCustomer(random),
      items: [pickProduct(random)],
      amountCents,
    },
    children: [
      shopStep({
        queue: "payments",
        name: "settle",
        id: `settle-${number}`,
        data: { order: number, amountCents, currency: "EUR" },
        opts: { failParentOnFailure: true },
        children: [
          shopStep({
            queue: "payments",
            name: "charge-card",
            id: `charge-${number}`,
            data: { order: number, amountCents, card: pickCard(random), ...charge },
            opts: { failParentOnFailure: true },
          }),
          shopStep({
            queue: "payments",
            name: "check-fraud",
            id: `fraud-${number}`,
            data: { order: number, unreachable: random() < 0.05 },
            opts: { ignoreDependencyOnFailure: true },
          }),
        ],
      }),
      shopStep({
        queue: "shipping",
        name: "pack-parcel",
        id: `parcel-${number}`,
        data: { order: number, carrier: pickCarrier(random) },
        opts: { failParentOnFailure: true },
      }),
    ],
  });
}

function refundOrder(number: number, random: Random): FlowJob {
  return shopStep({
    queue: "orders",
    name: "refund-order",
    id: `refund-${number}`,
    data: { order: number, customer: pickCustomer(random), reason: "returned" },
    children: [
      shopStep({
        queue: "payments",
        name: "refund-card",
        id: `refund-card-${number}`,
        data: { order: number, amountCents: pickAmountCents(random) },
        opts: { failParentOnFailure: true },
      }),
      shopStep({
        queue: "shipping",
        name: "restock",
        id: `restock-${number}`,
        data: { order: number },
      }),
    ],
  });
}

function publishProduct(number: number, random: Random): FlowJob {
  const product = pickProduct(random);
  return shopStep({
    queue: "media",
    name: "publish-product",
    id: `product-${number}`,
    data: { product },
    children: [
      ...[320, 800, 1600].map((width) =>
        shopStep({
          queue: "media",
          name: "resize",
          id: `resize-${number}-${width}`,
          data: { product, source: `uploads/${number}.jpg`, widthPx: width },
        }),
      ),
      shopStep({ queue: "media", name: "watermark", id: `watermark-${number}`, data: { product } }),
    ],
  });
}

/** A flow whose child waits in `invoices`. */
export function billCustomer(number: number, random: Random): FlowJob {
  return shopStep({
    queue: "orders",
    name: "bill-customer",
    id: `bill-${number}`,
    data: { order: number, customer: pickCustomer(random), terms: "30 days" },
    children: [
      shopStep({
        queue: "invoices",
        name: "create-invoice",
        id: `invoice-${number}`,
        data: { order: number, amountCents: pickAmountCents(random), vatPercent: 20 },
      }),
    ],
  });
}

/** A flow whose child waits in `mail`. */
export function welcomeCustomer(number: number, random: Random): FlowJob {
  const customer = pickCustomer(random);
  return shopStep({
    queue: "orders",
    name: "welcome-customer",
    id: `welcome-${number}`,
    data: { customer },
    children: [
      shopStep({
        queue: "mail",
        name: "send-welcome",
        id: `mail-${number}`,
        data: { customer, template: "welcome-2026", locale: "en" },
      }),
    ],
  });
}
