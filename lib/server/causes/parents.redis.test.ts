import { testScenes } from "./test-scene";
import { parentScenes } from "./test-parent-scenes";

testScenes(parentScenes);
