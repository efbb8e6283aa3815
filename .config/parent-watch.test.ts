import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

const watch = fileURLToPath(new URL("parent-watch.mjs", import.meta.url));

// `npm run demo` ended by a signal to npm or to its shell left Redis, the workers and the dashboard running.
test("a process learns that the shell that started it was killed", async () => {
  const script = `
    import { whenParentEnds } from ${JSON.stringify(watch)};
    const alive = setInterval(() => {}, 1000);
    whenParentEnds(() => { process.stdout.write("ended\\n"); clearInterval(alive); });
    process.stdout.write(process.pid + "\\n");
  `;
  // The second command keeps the shell from becoming node itself.
  const shell = spawn("sh", ["-c", `"$0" --input-type=module -e "$1"; true`, process.execPath, script]);
  onTestFinished(() => void shell.kill("SIGKILL"));
  let output = "";
  const said = (text: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => text.test(output) && resolve();
      shell.stdout.on("data", look);
      look();
    });
  shell.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await said(/\d+\n/);

  shell.kill("SIGKILL");
  await said(/ended\n/);

  expect(output).toMatch(/^\d+\nended\n$/);
});
