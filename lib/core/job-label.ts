import type { NamedJob } from "./job-ref";
import { splitQueue } from "./job-ref";

const charactersMax = 60;

/** A job in a sentence: `charge-card #77`, or `#77` where the name is not known. Very long ones are cut in the middle. */
export function jobLabel({ id, name }: Pick<NamedJob, "id" | "name">): string {
  return name === null || name === "" ? `#${shortened(id)}` : `${shortened(name)} #${shortened(id)}`;
}

function shortened(text: string): string {
  return text.length <= charactersMax ? text : `${text.slice(0, 40)}…${text.slice(-12)}`;
}

/** A queue in a sentence: its name without the prefix. */
export function queueLabel(queue: string): string {
  return splitQueue(queue).name;
}

/** `1 job`, `2 jobs`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
