import { MemoryStore } from "./memory-store";
import { describeRecordStore } from "./test-record-store";

describeRecordStore("MemoryStore", ({ now }) => new MemoryStore({ now }));
