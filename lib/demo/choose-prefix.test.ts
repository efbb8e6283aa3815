import { describe, expect, test } from "vitest";
import { choosePrefix } from "./choose-prefix";

describe("choosePrefix", () => {
  test.each([
    { foreign: [], force: false, prefix: "bull" },
    { foreign: [], force: true, prefix: "bull" },
    { foreign: ["bull:reports"], force: true, prefix: "bull" },
    { foreign: ["acme:orders"], force: true, prefix: "bull" },
    { foreign: ["acme:x", "bull:orders"], force: true, prefix: "flowlock-demo" },
  ])("with the queues $foreign of others and force $force seeds under $prefix", ({ foreign, force, prefix }) => {
    expect(choosePrefix(foreign, force)).toEqual({ kind: "use", prefix });
  });

  test("refuses a Redis that holds queues of others, and names some", () => {
    expect(choosePrefix(["a:1", "a:2", "a:3", "a:4", "a:5"], false)).toEqual({
      kind: "refuse",
      message:
        "This Redis holds other BullMQ queues (a:1, a:2, a:3 and 2 more); nothing was changed. Add --force to seed it all the same.",
    });
  });
});
