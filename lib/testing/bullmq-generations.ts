import * as bullmq6 from "bullmq";
import * as bullmq5 from "bullmq5";

/** What a test needs of a BullMQ generation; both packages have it under the same names. */
export type Generation = {
  readonly name: "BullMQ 6" | "BullMQ 5";
  readonly FlowProducer: typeof bullmq6.FlowProducer;
  readonly Queue: typeof bullmq6.Queue;
  readonly Worker: typeof bullmq6.Worker;
};

// safe because BullMQ 5 has the same constructors and methods for what tests use; its own types differ only by package
const five = bullmq5 as unknown as typeof bullmq6;

export const generations: readonly Generation[] = [
  { name: "BullMQ 6", FlowProducer: bullmq6.FlowProducer, Queue: bullmq6.Queue, Worker: bullmq6.Worker },
  { name: "BullMQ 5", FlowProducer: five.FlowProducer, Queue: five.Queue, Worker: five.Worker },
];
