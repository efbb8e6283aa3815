const { existsSync } = require("node:fs");

const clock = new Int32Array(new SharedArrayBuffer(4));
const lookEveryMs = 100;
const looksMax = 600;

/** A sandboxed processor whose event loop does not come back until the file that the job's data name exists. */
module.exports = async ({ data }) => {
  for (let look = 0; look < looksMax && !existsSync(data.until); look += 1) Atomics.wait(clock, 0, 0, lookEveryMs);
};
