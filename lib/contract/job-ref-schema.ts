import { z } from "zod";

import { limits } from "@/lib/core/limits";

/** As in a path: a queue is named `prefix:name`, an id has at most 4 kB of UTF-8. */
export const jobRefSchema = z.object({
  queue: z
    .string()
    .max(2_000)
    .regex(/:/, "A queue is named prefix:name.")
    .refine(isWellFormed, "The name is no Unicode text."),
  id: z
    .string()
    .min(1)
    .max(limits.idBytesMax)
    .refine((id) => new TextEncoder().encode(id).length <= limits.idBytesMax, "The id is longer than 4096 bytes.")
    .refine(isWellFormed, "The id is no Unicode text."),
});

/** Half of a surrogate pair would be sent to Redis as U+FFFD: another job's id. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
