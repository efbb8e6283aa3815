import type { NamedJob } from "./job-ref";
import { splitQueue } from "./job-ref";

const idCharactersMax = 60;

/** A job in a sentence: `charge-card #77`, or `#77` where the name is not known. Very long ids are cut in the middle. */
export function jobLabel({ id, name }: Pick<NamedJob, "id" | "name">): string {
  const short = id.length <= idCharactersMax ? id : `${id.slice(0, 40)}…${id.slice(-12)}`;
  return name === null || name === "" ? `#${short}` : `${name} #${short}`;
}

/** A queue in a sentence: its name without the prefix. */
export function queueLabel(queue: string): string {
  return splitQueue(queue).name;
}

/** `1 job`, `2 jobs`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
