import { MemoryOperationStore } from "./memory-operation-store";
import { describeOperationStore } from "./test-operation-store";

describeOperationStore("MemoryOperationStore", ({ now }) => new MemoryOperationStore({ now }));
