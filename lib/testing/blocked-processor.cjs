const { existsSync } = require("node:fs");

const clock = new Int32Array(new SharedArrayBuffer(4));
const lookEveryMs = 100;
const worker = process.ppid;

/** A sandboxed processor whose event loop does not come back until the file that the job's data name exists. */
module.exports = async ({ data }) => {
  // A worker that died takes it along.
  while (process.ppid === worker && !existsSync(data.until)) Atomics.wait(clock, 0, 0, lookEveryMs);
};
