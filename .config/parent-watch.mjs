const lookEveryMs = 500;

/**
 * Calls back once when the process that started this one has ended: npm's shell, killed by itself, tells its child
 * nothing. Keeps nothing alive.
 */
export function whenParentEnds(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, lookEveryMs);
  timer.unref();
}
