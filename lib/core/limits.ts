/** Bounds of every read. A cut is always part of the answer (`truncated`), never silence. */
export const limits = {
  /** Jobs read for one flow view. */
  flowJobsMax: 12_000,
  /** Hops climbed from a job to its root. */
  depthMax: 12_000,
  /** Children of one parent read one by one. */
  childrenPerParentMax: 12_000,
  /** Nodes on the canvas. */
  canvasNodesMax: 300,
  /** Exemplars of one kind of problem kept out of a fold. */
  exemplarsPerProblemMax: 5,
  /** Active ids read per queue in one sweep. */
  activePerQueueMax: 20_000,
  /** Failed jobs of one queue looked at for blocked parents. */
  failedPerQueueMax: 5_000,
  /** Waiting parents of one queue looked at. */
  waitingParentsPerQueueMax: 50_000,
  /** All jobs read for one triage. */
  triageJobsMax: 200_000,
  /** Pending children sampled of a parent that nothing else explains. */
  pendingSampleMax: 50,
  culpritsPerDiagnosisMax: 50,
  /** Culprits of one cause that a diagnosis keeps, whatever many another cause has. */
  culpritsPerCauseMin: 3,
  triageRowsMax: 500,
  /** Flows named with one culprit; `flows` counts all. */
  rootsPerCulpritMax: 100,
  /** Culprits whose whole chains never fold. */
  pathCulpritsMax: 20,
  /** Culprits that a snapshot keeps. */
  snapshotCulpritsMax: 20,
  /** Jobs of one flow that a search looks at. */
  findJobsMax: 300_000,
  /** Matches of one search that are listed; all are counted. */
  findMatchesMax: 2_000,
  /** Jobs whose data one search reads. */
  findDataJobsMax: 5_000,
  /** Jobs named of the way to a match: the root and the nearest ones. */
  findPathMax: 20,
  pageDefault: 50,
  pageMax: 200,
  pipelineChunk: 500,
  scanCount: 1_000,
  queuesMax: 5_000,
  /** Names with a `meta` key that are no queues. */
  unusedQueuesMax: 200,
  /** Queues that one look of the doctor samples; the next look goes on from there. */
  doctorQueuesMax: 50,
  /** Characters of progress, failedReason and the like that travel with a node. */
  textMax: 1_000,
  /** Bytes of one payload (data, return value, options) that are sent to a page. */
  payloadBytesMax: 256 * 1024,
  /** UTF-8 bytes beyond which a job id is shown cut and is not linkable. */
  idBytesMax: 4_096,
  logLineMax: 10_000,
} as const;
