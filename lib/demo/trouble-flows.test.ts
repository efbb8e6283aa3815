import { describe, expect, test } from "vitest";
import { endlessPicture, failedResize, silentGateway, stuckPayment, wideCatalogue } from "./trouble-flows";

const half = () => 0.5;

describe("the shop's trouble", () => {
  test("hangs one charge three levels down, and every level would fail the one above", () => {
    const root = stuckPayment(7, half);
    const settle = root.children?.find(({ name }) => name === "settle");
    const charge = settle?.children?.find(({ name }) => name === "charge-card");

    expect(root).toMatchObject({
      name: "fulfil-order",
      queueName: "orders",
      opts: { jobId: "order-7" },
    });
    expect(settle).toMatchObject({ queueName: "payments", opts: { failParentOnFailure: true } });
    expect(charge).toMatchObject({
      data: { gateway: silentGateway },
      opts: { failParentOnFailure: true },
    });
  });

  test("gives the picture that fails no policy", () => {
    const broken = failedResize(7, half).children?.find(({ data }) => data.uploadBrokeOff === true);

    expect(broken?.name).toBe("resize");
    expect(Object.keys(broken?.opts ?? {}).filter((option) => option.endsWith("Failure"))).toEqual([]);
  });

  test("spreads one endless picture among 2,000", () => {
    const children = wideCatalogue(7).children ?? [];

    expect(children).toHaveLength(2_000);
    expect(children.filter(({ data }) => data.source === endlessPicture)).toHaveLength(1);
    expect(new Set(children.map(({ opts }) => opts?.jobId)).size).toBe(2_000);
  });
});
