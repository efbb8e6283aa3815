import { expect, test } from "vitest";

import { parseWorkerClients } from "./client-list";

function line(name: string, flags = "b"): string {
  return `id=7 addr=10.0.3.7:5000 laddr=127.0.0.1:6379 name=${name} age=12 idle=3 flags=${flags} db=0 cmd=bzpopmin`;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

test.each([
  [`bull:${base64("payments")}:w:payments-1`, "bull:payments", "payments-1"],
  [`bull:${base64("payments")}`, "bull:payments", null],
  [`a:b:${base64("mail")}:w:m:1`, "a:b:mail", "m:1"],
  [`{shop}:${base64("orders")}`, "{shop}:orders", null],
  ["bull:Y2hp:w:w1", "bull:chi", "w1"],
])("reads the worker's queue and name from the connection %s", (name, queue, workerName) => {
  expect(parseWorkerClients(line(name))).toEqual([
    {
      clientId: "7",
      name: workerName,
      queue,
      address: "10.0.3.7:5000",
      connectedMs: 12_000,
      idleMs: 3_000,
      hasFreeSlot: true,
    },
  ]);
});

test.each([`bull:${base64("payments")}:qe`, "", "flowlock:reader", "bull:not base64"])(
  "takes the connection named %j for no worker",
  (name) => {
    expect(parseWorkerClients(line(name))).toEqual([]);
  },
);

test("says that a worker that does not fetch has no free slot", () => {
  expect(parseWorkerClients(line(`bull:${base64("mail")}`, "N"))[0]?.hasFreeSlot).toBe(false);
});
