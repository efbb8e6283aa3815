import type { FlowJob } from "bullmq";
import { fulfilOrder } from "./everyday-flows";
import { pickProduct, type Random } from "./shop-catalogue";
import { shopStep } from "./shop-step";

/** The gateway that takes a request and never answers it. */
export const silentGateway = "pay-eu-2";

/** The picture that the decoder never finishes. */
export const endlessPicture = "originals/lookbook-1204.tif";

export const thumbnailsTotal = 2_000;

const stuckThumbnail = 1_204;

/** Three levels down, a charge that never settles; each level fails its parent if it fails. */
export function stuckPayment(number: number, random: Random): FlowJob {
  return fulfilOrder(number, random, { gateway: silentGateway, declined: false });
}

/** A picture whose upload broke off: `resize` fails and nothing tells its parent to move on. */
export function failedResize(number: number, random: Random): FlowJob {
  const product = pickProduct(random);
  const source = `uploads/${number}.jpg`;
  return shopStep({
    queue: "media",
    name: "publish-product",
    id: `product-${number}`,
    data: { product },
    children: [
      shopStep({
        queue: "media",
        name: "resize",
        id: `resize-${number}-1600`,
        data: { product, source, widthPx: 1_600, uploadBrokeOff: true },
        opts: { attempts: 3, backoff: { type: "fixed", delay: 500 } },
      }),
      shopStep({
        queue: "media",
        name: "resize",
        id: `resize-${number}-320`,
        data: { product, source, widthPx: 320 },
      }),
      shopStep({ queue: "media", name: "watermark", id: `watermark-${number}`, data: { product } }),
    ],
  });
}

/** A long job that is well: about 25 minutes of labels, with progress every two seconds. */
export function longLabels(number: number): FlowJob {
  return shopStep({
    queue: "shipping",
    name: "dispatch-wave",
    id: `wave-${number}`,
    data: { wave: number, warehouse: "Rotterdam" },
    children: [
      shopStep({
        queue: "shipping",
        name: "print-labels",
        id: `labels-${number}`,
        data: { wave: number, labels: 1_500, printer: "zebra-3" },
        opts: { failParentOnFailure: true },
      }),
    ],
  });
}

/** A catalogue of 2,000 thumbnails, one of which never ends. */
export function wideCatalogue(number: number): FlowJob {
  return shopStep({
    queue: "media",
    name: "publish-catalogue",
    id: `catalogue-${number}`,
    data: { season: "winter", pictures: thumbnailsTotal },
    children: Array.from({ length: thumbnailsTotal }, (_, index) => thumbnail(number, index + 1)),
  });
}

function thumbnail(number: number, picture: number): FlowJob {
  const digits = String(picture).padStart(4, "0");
  return shopStep({
    queue: "media",
    name: "make-thumbnail",
    id: `thumb-${number}-${digits}`,
    data: {
      source: picture === stuckThumbnail ? endlessPicture : `originals/lookbook-${digits}.jpg`,
      widthPx: 240,
    },
    opts: { ignoreDependencyOnFailure: true },
  });
}
