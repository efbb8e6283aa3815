import { testScenes } from "./test-scene";
import { queueScenes } from "./test-queue-scenes";

testScenes(queueScenes);
