import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "./free-port";

test("the wanted port is taken when it is free, and another one when it is not", async () => {
  const wanted = await freePort(null);

  expect(await freePort(wanted)).toBe(wanted);

  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const other = await freePort(wanted);

  expect(other).not.toBe(wanted);
  expect(other).toBeGreaterThan(0);
});
