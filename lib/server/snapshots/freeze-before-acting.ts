import "server-only";

import type { ActRequest, JobActor } from "@/lib/actions/job-actor";

type Freeze = (request: Pick<ActRequest, "job" | "action">) => Promise<string | null>;

/** An actor that also keeps what was there before it acts, and tells in the result where. */
export function freezeBeforeActing(actor: JobActor, freeze: Freeze): JobActor {
  return {
    ...actor,
    act: async (request) => {
      const snapshotId = await freeze(request);
      const result = await actor.act(request);
      return snapshotId === null ? result : { ...result, snapshotId };
    },
  };
}
