import { describeFlowReader } from "@/lib/testing/flow-reader-contract";

import { createPipelineFlowReader } from "./pipeline-flow-reader";

describeFlowReader("the pipelined reader", (redis, knownQueues) => createPipelineFlowReader({ redis, knownQueues }));
