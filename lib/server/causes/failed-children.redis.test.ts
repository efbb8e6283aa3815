import { testScenes } from "./test-scene";
import { failedScenes } from "./test-failed-scenes";

testScenes(failedScenes);
