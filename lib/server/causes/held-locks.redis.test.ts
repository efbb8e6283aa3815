import { testScenes } from "./test-scene";
import { heldScenes } from "./test-held-scenes";

testScenes(heldScenes);
