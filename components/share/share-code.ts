/** All that sharing needs, as one part to load. */
export { LastSnapshot } from "./last-snapshot";
export { ShareItems } from "./share-items";
export { writeIncident } from "./write-incident";
