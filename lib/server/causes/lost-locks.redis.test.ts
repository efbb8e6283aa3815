import { testScenes } from "./test-scene";
import { lostScenes } from "./test-lost-scenes";

testScenes(lostScenes);
