/** How long the long tests let jobs run and locks be held, in minutes: 20, or what `FLOWLOCK_SOAK_MINUTES` says. */
export const soakMinutes = readMinutes(process.env["FLOWLOCK_SOAK_MINUTES"]);

function readMinutes(text: string | undefined): number {
  const minutes = text === undefined ? 20 : Number(text);
  if (!(minutes > 0 && minutes <= 25)) throw new Error("FLOWLOCK_SOAK_MINUTES must be a number above 0 and up to 25.");
  return minutes;
}
