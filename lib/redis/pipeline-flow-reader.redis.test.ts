import type { Redis } from "ioredis";

import { describeFlowReaderBounds } from "@/lib/testing/flow-reader-bounds-contract";
import { describeFlowReaderWalk } from "@/lib/testing/flow-reader-walk-contract";
import { describeFlowReader } from "@/lib/testing/flow-reader-contract";
import { describeFlowReaderDetails } from "@/lib/testing/flow-reader-details-contract";
import { describeFlowReaderPolicies } from "@/lib/testing/flow-reader-policies-contract";
import { describeFlowReaderRaces } from "@/lib/testing/flow-reader-races-contract";
import { describeFlowReaderWaiting } from "@/lib/testing/flow-reader-waiting-contract";

import { createPipelineFlowReader } from "./pipeline-flow-reader";

const makeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) =>
  createPipelineFlowReader({ redis, knownQueues });

describeFlowReader("the pipelined reader", makeReader);
describeFlowReaderBounds("the pipelined reader", makeReader);
describeFlowReaderWalk("the pipelined reader", makeReader);
describeFlowReaderPolicies("the pipelined reader", makeReader);
describeFlowReaderRaces("the pipelined reader", makeReader);
describeFlowReaderDetails("the pipelined reader", makeReader);
describeFlowReaderWaiting("the pipelined reader", makeReader);
