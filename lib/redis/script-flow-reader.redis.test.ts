import type { Redis } from "ioredis";

import { describeFlowReaderBounds } from "@/lib/testing/flow-reader-bounds-contract";
import { describeFlowReaderWalk } from "@/lib/testing/flow-reader-walk-contract";
import { describeFlowReader } from "@/lib/testing/flow-reader-contract";
import { describeFlowReaderDetails } from "@/lib/testing/flow-reader-details-contract";
import { describeFlowReaderPolicies } from "@/lib/testing/flow-reader-policies-contract";
import { describeFlowReaderRaces } from "@/lib/testing/flow-reader-races-contract";
import { describeFlowReaderWaiting } from "@/lib/testing/flow-reader-waiting-contract";

import { createScriptFlowReader } from "./script-flow-reader";

const makeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) =>
  createScriptFlowReader({ redis, knownQueues });

describeFlowReader("the script reader", makeReader);
describeFlowReaderBounds("the script reader", makeReader);
describeFlowReaderWalk("the script reader", makeReader);
describeFlowReaderPolicies("the script reader", makeReader);
describeFlowReaderRaces("the script reader", makeReader);
describeFlowReaderDetails("the script reader", makeReader);
describeFlowReaderWaiting("the script reader", makeReader);
