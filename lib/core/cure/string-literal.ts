/**
 * A text as a string literal of TypeScript and JavaScript that means exactly this text wherever it is put. What can't
 * be seen or turns the direction of reading is escaped too: names come from jobs, and nobody should have to trust them.
 */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Z}]/gu, (one) => (one === " " ? one : escapeOf(one)));
}

function escapeOf(one: string): string {
  // By code units, because a pair of \u escapes means the same in every version of the language.
  return Array.from({ length: one.length }, (_, index) => {
    return `\\u${one.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
