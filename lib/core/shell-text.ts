/** A text as one word of a POSIX shell. Names and ids are others' texts: nothing in them is run. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
