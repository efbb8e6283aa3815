import { testScenes } from "./test-scene";
import { goneScenes } from "./test-gone-scenes";

testScenes(goneScenes);
