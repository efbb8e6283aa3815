/** Whether a BullMQ version such as `5.81.5` is at least another; `null` where it is not known. */
export function isAtLeast(version: string | null, minimum: string): boolean | null {
  if (version === null) return null;
  const parts = (text: string) => text.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [actual, wanted] = [parts(version), parts(minimum)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (actual[index] ?? 0) - (wanted[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
