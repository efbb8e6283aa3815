import * as bullmq6 from "bullmq";
import * as bullmq5 from "bullmq5";
import * as bullmq534 from "bullmq534";

/** What a test needs of a BullMQ generation; both packages have it under the same names. */
export type Generation = {
  readonly name: "BullMQ 6" | "BullMQ 5" | "BullMQ 5.34.0";
  readonly FlowProducer: typeof bullmq6.FlowProducer;
  readonly Queue: typeof bullmq6.Queue;
  readonly Worker: typeof bullmq6.Worker;
};

// safe because BullMQ 5 has the same constructors and methods for what tests use; its own types differ only by package
const five = bullmq5 as unknown as typeof bullmq6;

// safe for the same reason
const old = bullmq534 as unknown as typeof bullmq6;

export const six: Generation = toGeneration("BullMQ 6", bullmq6);
export const latestFive: Generation = toGeneration("BullMQ 5", five);
/** For what later versions mend: it marks no failure for later, counts stalls by another name, and steals children. */
export const oldFive: Generation = toGeneration("BullMQ 5.34.0", old);

export const generations: readonly Generation[] = [six, latestFive];

function toGeneration(
  name: Generation["name"],
  { FlowProducer, Queue, Worker }: Pick<typeof bullmq6, "FlowProducer" | "Queue" | "Worker">,
): Generation {
  return { name, FlowProducer, Queue, Worker };
}
