import { testScenes } from "./test-scene";
import { slotScenes } from "./test-slot-scenes";

testScenes(slotScenes);
